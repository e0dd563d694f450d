// One OpenSeadragon viewer in an element, without the style it would write into the page.
import OpenSeadragon from 'openseadragon';
import { isStill } from '../device.js';

export function openViewer(element, tiles, label) {
  declineInlineStyle();
  const viewer = OpenSeadragon({
    element, tileSources: tiles, showNavigationControl: false, drawer: 'canvas', maxZoomPixelRatio: 2, visibilityRatio: 0.6,
    minZoomImageRatio: 0.8, animationTime: isStill() ? 0 : 0.8, gestureSettingsTouch: { pinchRotate: false },
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true }, keyboardNavEnabled: false, preserveImageSizeOnResize: true,
  });
  viewer.canvas.setAttribute('aria-label', label);
  viewer.canvas.setAttribute('role', 'application');
  return viewer;
}

/** What the buttons and keys do to a viewer. A turned picture moves by the screen's directions, as the eye expects. */
export function movesOf(viewer) {
  const { viewport } = viewer;
  const zoom = factor => viewport.zoomBy(factor).applyConstraints();
  const pan = (x, y) => viewport.panBy(viewport.deltaPointsFromPixels(new OpenSeadragon.Point(x, y))).applyConstraints();
  return {
    in: () => zoom(1.5), out: () => zoom(1 / 1.5), turn: () => viewport.setRotation((viewport.getRotation() + 90) % 360),
    home() { viewport.setRotation(0); viewport.goHome(); },
    left: () => pan(-80, 0), right: () => pan(80, 0), up: () => pan(0, -80), down: () => pan(0, 80),
  };
}

// OpenSeadragon 6 injects a <style> unless style[data-openseadragon-mobile-css] is present, which style-src 'self'
// refuses with an error. An element of that name in no HTML namespace is found by the selector and styles nothing.
function declineInlineStyle() {
  if (document.querySelector('style[data-openseadragon-mobile-css]')) return;
  const mark = document.createElementNS('urn:disanso:mark', 'style');
  mark.setAttribute('data-openseadragon-mobile-css', 'true');
  document.head.append(mark);
}

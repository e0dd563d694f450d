// Deep zoom of one picture over IIIF Image 3, in the page, under the gallery.
import OpenSeadragon from 'openseadragon';

let closeOpen = null; // one picture at a time

/** Opened by [data-open-viewer data-tiles="…/info.json"]; the host is the gallery's figure. */
export async function start(host, button) {
  const panel = host.querySelector('[data-panel]'), stage = panel.querySelector('[data-stage]');
  const status = panel.querySelector('[data-title]');
  closeOpen?.(false);
  panel.hidden = false;
  status.textContent = button.dataset.caption || '';
  declineInlineStyle();
  const viewer = OpenSeadragon({
    element: stage, tileSources: button.dataset.tiles, showNavigationControl: false, drawer: 'canvas',
    maxZoomPixelRatio: 2, visibilityRatio: 0.6, minZoomImageRatio: 0.8, animationTime: reduced() ? 0 : 0.8,
    gestureSettingsTouch: { pinchRotate: false }, gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
  });
  viewer.canvas.setAttribute('aria-label', host.dataset.keys || '');
  viewer.canvas.setAttribute('role', 'application');
  const steps = {
    in: () => viewer.viewport.zoomBy(1.5).applyConstraints(), out: () => viewer.viewport.zoomBy(1 / 1.5).applyConstraints(),
    home: () => viewer.viewport.goHome(),
  };
  const close = (focus = true) => {
    closeOpen = null;
    viewer.destroy();
    stage.replaceChildren();
    panel.hidden = true;
    panel.removeEventListener('click', onClick);
    panel.removeEventListener('keydown', onKey);
    button.disabled = false;
    if (focus) button.focus();
  };
  closeOpen = close;
  const onClick = event => {
    const what = event.target.closest('[data-do]')?.dataset.do;
    if (what === 'close') close(); else steps[what]?.();
  };
  const onKey = event => { if (event.key === 'Escape') close(); };
  panel.addEventListener('click', onClick);
  panel.addEventListener('keydown', onKey);
  viewer.addHandler('open-failed', () => { status.textContent = host.dataset.failed; });
  panel.scrollIntoView({ block: 'nearest' });
  viewer.canvas.focus({ preventScroll: true });
}

const reduced = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

// OpenSeadragon 6 injects a <style> unless style[data-openseadragon-mobile-css] is present, which style-src 'self'
// refuses with an error. An element of that name in no HTML namespace is found by the selector and styles nothing.
function declineInlineStyle() {
  if (document.querySelector('style[data-openseadragon-mobile-css]')) return;
  const mark = document.createElementNS('urn:disanso:mark', 'style');
  mark.setAttribute('data-openseadragon-mobile-css', 'true');
  document.head.append(mark);
}

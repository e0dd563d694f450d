// "Where am I": a dot with its circle of accuracy, and the list by distance from there. Asked for once, kept by nobody.
import { fill } from '../dom.js';
import { note } from './base.js';

const L = window.L;
const REASONS = { 1: 'locateDenied', 2: 'locateUnknown', 3: 'locateSlow' };

/** byDistance(near) shows the list by distance from "lon,lat". */
export function startLocate(host, map, byDistance) {
  const button = host.querySelector('[data-locate]');
  if (!button) return null;
  const marks = L.layerGroup().addTo(map), words = host.dataset;
  const show = (at, accuracy_m) => {
    marks.clearLayers();
    if (accuracy_m) L.circle(at, { radius: accuracy_m, pane: 'areas', className: 'me-accuracy', interactive: false }).addTo(marks);
    L.marker(at, { icon: L.divIcon({ className: 'me', iconSize: [20, 20] }), interactive: false, keyboard: false, zIndexOffset: 500 }).addTo(marks);
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    if (!navigator.geolocation || !isSecureContext) { note(host, words.locateUnknown, 8000); return; }
    button.setAttribute('aria-busy', 'true');
    note(host, words.locating);
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      button.removeAttribute('aria-busy');
      const at = L.latLng(coords.latitude, coords.longitude);
      show(at, coords.accuracy);
      map.setView(at, Math.max(13, Math.min(16, map.getZoom())));
      note(host, fill(words.located, { m: Math.round(coords.accuracy).toLocaleString(document.documentElement.lang) }), 6000);
      byDistance(`${coords.longitude.toFixed(5)},${coords.latitude.toFixed(5)}`);
    }, error => {
      button.removeAttribute('aria-busy');
      note(host, words[REASONS[error.code]] ?? words.locateUnknown, 10000);
    }, { enableHighAccuracy: true, timeout: 15000 });
  });
  return {
    restore(near) {
      if (!near) { marks.clearLayers(); return; }
      if (marks.getLayers().length) return;
      const [lon, lat] = near.split(',').map(Number);
      if (Number.isFinite(lon) && Number.isFinite(lat)) show([lat, lon]);
    },
  };
}

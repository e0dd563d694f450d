// "Draw an area": corners by tap or click, or at the cross in the middle, which arrow keys move the map under; the list
// and the map then show what lies inside. The area is part of the address: polygon=lon,lat,lon,lat,…
import { fill } from '../dom.js';

const L = window.L;
const MOST = 100; // corners; the server takes more, no hand draws them

/** search(text) shows what lies in "lon,lat,…". Returns {restore(corners)}: draws the area of the address, or none. */
export function startArea(host, map, search) {
  const button = host.querySelector('[data-area]'), bar = host.querySelector('.area-bar');
  if (!button || !bar) return null;
  const words = bar.dataset, told = bar.querySelector('[data-area-told]');
  const act = Object.fromEntries(['add', 'undo', 'done', 'stop'].map(name => [name, bar.querySelector(`[data-area-${name}]`)]));
  const drawing = L.layerGroup().addTo(map), kept = L.layerGroup().addTo(map);
  let corners = [], on = false;

  const paint = () => {
    drawing.clearLayers();
    const shape = corners.length > 2 ? L.polygon : L.polyline;
    shape(corners, { pane: 'shapes', className: 'search-area is-drawn', interactive: false }).addTo(drawing);
    for (const corner of corners) L.circleMarker(corner, { pane: 'shapes', radius: 6, className: 'area-corner', interactive: false }).addTo(drawing);
    const crossing = crosses(corners);
    act.undo.disabled = !corners.length;
    act.done.disabled = corners.length < 3 || crossing;
    told.textContent = crossing ? words.crosses : corners.length < 3 ? words.begin : fill(words.corners, { n: corners.length });
  };
  const add = at => {
    if (corners.length >= MOST) return;
    corners = [...corners, L.latLng(at.lat, at.lng).wrap()];
    paint();
  };
  const clicked = event => add(event.latlng);
  const toggle = wanted => {
    if (wanted === on) return;
    on = wanted;
    host.classList.toggle('is-drawing', on);
    button.setAttribute('aria-pressed', String(on));
    bar.hidden = !on;
    corners = [];
    map[on ? 'on' : 'off']('click', clicked);
    map.doubleClickZoom[on ? 'disable' : 'enable']();
    if (on) { map.closePopup(); kept.remove(); paint(); act.add.focus({ preventScroll: true }); return; }
    drawing.clearLayers();
    kept.addTo(map);
    button.focus({ preventScroll: true });
  };
  button.hidden = false;
  button.addEventListener('click', () => toggle(!on));
  act.add.addEventListener('click', () => add(map.getCenter()));
  act.undo.addEventListener('click', () => { corners = corners.slice(0, -1); paint(); if (act.undo.disabled) act.add.focus(); });
  act.stop.addEventListener('click', () => toggle(false));
  act.done.addEventListener('click', () => {
    const text = corners.map(({ lng, lat }) => `${lng.toFixed(5)},${lat.toFixed(5)}`).join();
    toggle(false);
    search(text);
  });
  L.DomEvent.disableClickPropagation(bar);
  host.addEventListener('keydown', event => { if (on && event.key === 'Escape') { event.stopPropagation(); toggle(false); } });
  return {
    restore(area) {
      kept.clearLayers();
      if (area) L.polygon(area.map(([lon, lat]) => [lat, lon]), { pane: 'shapes', className: 'search-area', interactive: false }).addTo(kept);
    },
  };
}

/** Whether two edges of the closed ring cross. */
function crosses(ring) {
  if (ring.length < 4) return false;
  const edges = ring.map((corner, at) => [corner, ring[(at + 1) % ring.length]]);
  return edges.some((one, i) => edges.some((other, j) => j > i + 1 && !(i === 0 && j === edges.length - 1) && meet(one, other)));
}

function meet([a, b], [c, d]) {
  const side = (p, q, r) => Math.sign((q.lng - p.lng) * (r.lat - p.lat) - (q.lat - p.lat) * (r.lng - p.lng));
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
}

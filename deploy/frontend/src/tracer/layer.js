// The drawing on the map: edges, corners that can be dragged or moved by keys, and half-way marks that become corners.
import { el, fill } from '../dom.js';

const L = window.L;
const MOST_HANDLES = 300, MOST_HALVES = 120, SNAP_PX = 14, STEP_PX = 8;

export function startLayer(map, { areas, single, words, model, snaps, snapped }) {
  map.createPane('drawing').style.zIndex = 420;
  const edges = L.layerGroup().addTo(map), handles = L.layerGroup().addTo(map), cross = L.layerGroup().addTo(map);
  const corner = ({ lat, lng }) => [Number(lat.toFixed(7)), Number(lng.toFixed(7))];
  let shown = [], focused = -1;

  /** The nearest corner that is already there, if it is near enough on the screen. */
  const snap = (at, without) => {
    if (!snaps()) return corner(at);
    const here = map.latLngToContainerPoint(at);
    const own = model.parts().flat().flat().filter(each => each !== without);
    const near = [...snaps(), ...own].map(each => [map.latLngToContainerPoint(each).distanceTo(here), each]);
    const [far, found] = near.reduce((best, each) => (each[0] < best[0] ? each : best), [SNAP_PX, null]);
    if (!found || far >= SNAP_PX) return corner(at);
    snapped();
    return [...found];
  };

  const handle = (at, index) => {
    const chosen = index === model.selected();
    const icon = L.divIcon({ className: `mk trace-corner${chosen ? ' is-on' : ''}`, iconSize: [44, 44], html: el('b', {}, String(index + 1)) });
    const marker = L.marker(at, { icon, draggable: true, autoPan: true, keyboard: true });
    marker.on('dragend', () => model.move(index, snap(marker.getLatLng(), at)));
    marker.on('click', event => { L.DomEvent.stopPropagation(event); focused = index; model.select(chosen ? -1 : index); });
    marker.on('add', () => {
      const node = marker.getElement();
      node.setAttribute('aria-label', fill(words.corner, { n: index + 1 }));
      node.addEventListener('keydown', event => keys(event, index, at));
      if (focused === index) node.focus({ preventScroll: true });
    });
    return marker;
  };

  const keys = (event, index, at) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.key === 'Delete' || event.key === 'Backspace') model.remove(index);
    else if (way) {
      const step = event.shiftKey ? 1 : STEP_PX;
      const to = map.latLngToContainerPoint(at).add([way[0] * step, way[1] * step]);
      focused = index;
      model.move(index, corner(map.containerPointToLatLng(to)));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const half = (from, to, index) => {
    const at = map.unproject(map.project(from).add(map.project(to)).divideBy(2));
    const marker = L.circleMarker(at, { pane: 'drawing', radius: 6, className: 'trace-half' });
    return marker.on('click', event => { L.DomEvent.stopPropagation(event); focused = index; model.insert(index, corner(at)); });
  };

  const draw = () => {
    const [part, ringOf] = model.at();
    edges.clearLayers();
    model.parts().forEach((rings, p) => {
      const whole = rings.filter(ring => ring.length);
      if (!whole.length || single) return;
      const closed = areas && whole[0].length > 2;
      const options = { pane: 'drawing', interactive: false, className: `trace-edge${closed ? '' : ' is-line'}${p === part ? ' is-on' : ''}` };
      edges.addLayer(closed ? L.polygon(whole, options) : L.polyline(whole, { ...options, fill: false }));
    });
    if (document.activeElement?.classList.contains('trace-corner')) focused = shown.findIndex(m => m.getElement() === document.activeElement) + (shown.offset || 0);
    handles.clearLayers();
    const ring = model.parts()[part][ringOf], view = map.getBounds().pad(0.1);
    const inView = ring.map((at, index) => [at, index]).filter(([at]) => view.contains(at));
    const few = inView.length <= MOST_HANDLES ? inView : [];
    shown = few.map(([at, index]) => handle(at, index));
    shown.offset = few.length ? few[0][1] : 0;
    if (!single && few.length && few.length <= MOST_HALVES) {
      few.forEach(([at, index]) => {
        const next = ring[index + 1] || (areas && ring.length > 2 ? ring[0] : null);
        if (next) handles.addLayer(half(at, next, index + 1));
      });
    }
    shown.forEach(marker => handles.addLayer(marker));
    focused = -1;
    return { hidden: inView.length - few.length };
  };

  return {
    draw, snap,
    mark(at) {
      cross.clearLayers();
      if (at) cross.addLayer(L.circleMarker(at, { pane: 'drawing', radius: 12, className: 'trace-cross', interactive: false }));
    },
  };
}

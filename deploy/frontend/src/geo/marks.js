// Numbered marks that can be dragged, and lines from where a point was said to be to where the fit puts it.
import { el } from '../dom.js';

const L = window.L;
const LONGEST_PX = 60;

export function pointMarkers(map, name, moved) {
  const shown = new Map(); // index -> marker
  const show = places => {
    places.forEach((at, index) => {
      if (!at) { shown.get(index)?.remove(); shown.delete(index); return; }
      let marker = shown.get(index);
      if (!marker) {
        const icon = L.divIcon({ className: 'mk geo-mark', iconSize: [44, 44], html: el('b', {}, String(index + 1)) });
        marker = L.marker(at, { icon, draggable: true, autoPan: true, keyboard: false }).addTo(map);
        marker.on('dragend', () => moved(index, marker.getLatLng()));
        marker.on('click', event => L.DomEvent.stopPropagation(event));
        marker.getElement()?.setAttribute('aria-label', name(index + 1));
        shown.set(index, marker);
      } else marker.setLatLng(at);
    });
    for (const [index, marker] of shown) if (index >= places.length) { marker.remove(); shown.delete(index); }
  };
  return { show };
}

/** Lines enlarged alike, so that the longest is seen; the table has the metres. */
export function residualLines(map) {
  const group = L.layerGroup().addTo(map);
  let last = [];
  const draw = () => {
    group.clearLayers();
    const known = last.filter(point => point.vector && point.lat !== null);
    const longest = Math.max(...known.map(point => Math.hypot(...point.vector)), 0);
    if (!longest) return;
    for (const { lon, lat, vector: [dx, dy] } of known) {
      const from = map.latLngToLayerPoint([lat, lon]);
      const to = from.add([dx * LONGEST_PX / longest, -dy * LONGEST_PX / longest]);
      group.addLayer(L.polyline([[lat, lon], map.layerPointToLatLng(to)], { className: 'geo-residual', interactive: false }));
    }
  };
  map.on('zoomend', draw);
  return { show: points => { last = points; draw(); } };
}

// Lines, areas and lettered places that a page wrote down: protection zones, routes, the two sides of a conflict.
// Told apart without colour: zone I is a solid edge, zone II dashed, a route a thick line, an area dotted.
import { el } from '../dom.js';

const L = window.L;
const PANE = 'shapes';

/** shapes: [{kind, name, label?, state?, accuracy_m?, geometry}], drawn in their order, the first below. */
export function drawShapes(map, shapes) {
  if (!map.getPane(PANE)) map.createPane(PANE).style.zIndex = 390; // over the extents, below the items
  return L.layerGroup(shapes.filter(shape => shape.geometry).flatMap(layersOf)).addTo(map);
}

function layersOf(shape) {
  if (shape.geometry.type === 'Point') return lettered(shape);
  const style = () => ({ className: classes(shape), interactive: false });
  const layer = L.geoJSON(shape.geometry, { pane: PANE, interactive: false, style });
  if (!shape.label) return [layer];
  const middle = layer.getBounds().getCenter(), html = el('span', {}, shape.label);
  const icon = L.divIcon({ className: 'map-label shape-label', html, iconSize: [0, 0] });
  return [layer, L.marker(middle, { icon, pane: 'names', interactive: false, keyboard: false })];
}

function lettered({ label, name, geometry, accuracy_m }) {
  const [lon, lat] = geometry.coordinates;
  const icon = L.divIcon({ className: 'mk geo-mark place-mark', iconSize: [44, 44], html: el('b', {}, label) });
  const marker = L.marker([lat, lon], { icon, keyboard: true, alt: name });
  marker.on('add', () => { marker.getElement().setAttribute('aria-label', name); marker.getElement().setAttribute('role', 'img'); });
  const reach = accuracy_m ? [L.circle([lat, lon], { radius: accuracy_m, pane: 'areas', className: 'area', interactive: false })] : [];
  return [...reach, marker];
}

const classes = ({ kind, state }) => ['shape', `shape-${kind}`, state ? `shape-${state}` : ''].filter(Boolean).join(' ');

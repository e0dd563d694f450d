// Items on a map: clusters counted by the server, or the items written in the page.
import { categorySymbol, el, fill, settings } from '../dom.js';
import { drawShapes } from '../tracer/drawn.js';
import { countLabel, createMap, note } from './base.js';

const L = window.L;

/** Start the map of one host; what it returns is for the list beside it. */
export function startMap(host) {
  const config = settings(host);
  const map = createMap(host, config);
  const shown = new Map(); // key -> marker; kept over moves, so that keyboard focus is not lost
  const areas = L.layerGroup().addTo(map);
  const open = { marker: null };
  const state = { current: config.current ?? null, pick: null, opened: null, popup: null, wanted: null };
  const drawn = { features: [], tell: null };

  const draw = features => {
    const keys = new Set(features.map(keyOf));
    for (const [key, marker] of shown) if (!keys.has(key)) { marker.remove(); shown.delete(key); }
    areas.clearLayers();
    for (const feature of features) {
      if (feature.properties.approximate && feature.properties.accuracy_m) areas.addLayer(area(feature));
      if (shown.has(keyOf(feature))) continue;
      const marker = feature.properties.count > 1 ? clusterMarker(host, map, feature) : itemMarker(host, feature, state);
      shown.set(keyOf(feature), marker.addTo(map));
    }
    highlight(state.current);
    drawn.features = features;
    drawn.tell?.();
    if (state.wanted && shown.has(`item ${state.wanted}`)) openItem(state.wanted);
  };
  const openItem = id => {
    const marker = shown.get(`item ${id}`);
    state.wanted = marker ? null : id; // perhaps with the next answer
    marker?.openPopup();
  };
  const highlight = id => {
    state.current = id;
    for (const [key, marker] of shown) marker.getElement()?.classList.toggle('is-current', key === `item ${id}`);
  };

  // Leaflet listens for Escape only while its container itself has the focus, not a marker or a popup.
  map.getContainer().addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !open.marker) return;
    const { marker } = open;
    marker.closePopup();
    marker.getElement()?.focus({ preventScroll: true });
  });
  map.on('popupopen', event => { open.marker = event.popup._source; state.opened?.(open.marker?.options.itemId ?? null); });
  map.on('popupclose', () => { open.marker = null; setTimeout(() => { if (!open.marker) state.opened?.(null); }); });

  if (config.shapes) drawShapes(map, config.shapes);
  if (config.items) draw(config.items.map(asFeature));
  const ask = config.clusters_url ? follow(host, map, config, draw) : null;
  return {
    map, host, config, highlight,
    features: () => drawn.features,
    onDraw: fn => { drawn.tell = fn; },
    onPick: fn => { state.pick = fn; },
    onOpen: fn => { state.opened = fn; }, // of an item's popup: its id, then null
    onPopup: fn => { state.popup = fn; }, // what else stands in a popup
    open: id => {
      if (!id) { map.closePopup(); state.wanted = null; return; }
      if (open.marker?.options.itemId !== id) openItem(id);
    },
    search: ({ query, bounds, within, area }) => { Object.assign(config, { query, bounds, within, area }); ask?.(); },
  };
}

const keyOf = f => (f.properties.count > 1
  ? `cluster ${f.geometry.coordinates.map(n => n.toFixed(5))} ${f.properties.count}` : `item ${f.properties.id}`);
const asFeature = ({ lon, lat, ...properties }) => ({ properties, geometry: { coordinates: [lon, lat] } });
const at = feature => [feature.geometry.coordinates[1], feature.geometry.coordinates[0]];

/** "west,south,east,north" of a frame, cut to the frame that the search itself is limited to; null where none is left. */
export function frameOf(seen, within) {
  const [west, south, east, north] = within ?? [-180, -90, 180, 90];
  const box = [Math.max(west, seen.getWest()), Math.max(south, seen.getSouth()), Math.min(east, seen.getEast()), Math.min(north, seen.getNorth())];
  return box[0] < box[2] && box[1] < box[3] ? box.map(n => n.toFixed(5)).join() : null;
}

// Ask again after each move; an answer that comes too late is dropped.
function follow(host, map, config, draw) {
  let running = null, timer = 0;
  const ask = async () => {
    if (!map.getSize().x) return; // not in front yet
    running?.abort();
    running = new AbortController();
    const box = frameOf(map.getBounds().pad(0.15), config.within);
    if (!box) { draw([]); return; }
    const query = new URLSearchParams(config.query || '');
    query.set('bbox', box);
    query.set('zoom', Math.round(map.getZoom()));
    try {
      const answer = await fetch(`${config.clusters_url}?${query}`, { signal: running.signal, headers: { Accept: 'application/json' } });
      if (!answer.ok) throw new Error(`map: ${answer.status}`);
      draw((await answer.json()).features);
      if (host.querySelector('.map-note')?.textContent === host.dataset.offline) note(host, '');
    } catch (error) {
      if (error.name !== 'AbortError') { console.error(error); note(host, host.dataset.offline); }
    }
  };
  map.on('moveend', () => { clearTimeout(timer); timer = setTimeout(ask, 160); });
  ask();
  return ask;
}

function accessible(marker, name) {
  marker.on('add', () => {
    const node = marker.getElement();
    node.setAttribute('aria-label', name);
    node.setAttribute('role', 'button');
  });
  return marker;
}

function clusterMarker(host, map, feature) {
  const { count } = feature.properties;
  const icon = L.divIcon({ className: 'mk cluster', iconSize: [44, 44], html: el('b', {}, String(count)) });
  const marker = accessible(L.marker(at(feature), { icon, riseOnHover: true }), countLabel(host, count));
  marker.on('click', () => {
    const box = feature.bbox; // of the members, when the server says it
    const closer = Math.min(map.getZoom() + 2, map.getMaxZoom());
    if (box && (box[0] !== box[2] || box[1] !== box[3])) map.fitBounds([[box[1], box[0]], [box[3], box[2]]], { padding: [48, 48], maxZoom: 17 });
    else map.setView(at(feature), closer);
    map.getContainer().focus({ preventScroll: true });
  });
  return marker;
}

function itemMarker(host, feature, state) {
  const item = feature.properties;
  const icon = L.divIcon({
    className: `mk${item.approximate ? ' approx' : ''}`, iconSize: [44, 44], popupAnchor: [0, -14], html: categorySymbol(item.category),
  });
  const marker = accessible(L.marker(at(feature), { icon, riseOnHover: true, itemId: item.id }),
    [item.name, item.category_label].filter(Boolean).join(', '));
  marker.bindPopup(() => popup(host, item, state.popup), { closeButton: true, maxWidth: 280, autoPanPaddingTopLeft: [16, 76], autoPanPaddingBottomRight: [72, 16] });
  marker.on('click', () => state.pick?.(item.id));
  marker.on('popupopen', ({ popup: box }) => box.getElement().querySelector('a')?.focus({ preventScroll: true }));
  marker.on('mouseover', () => state.pick?.(item.id, true));
  return marker;
}

function popup(host, item, more) {
  const box = el('div', {});
  if (item.category_label) box.append(el('p', { class: 'small muted' }, item.category_label));
  box.append(el('p', { class: 'name' }, item.url ? el('a', { href: item.url }, item.name) : item.name));
  if (item.approximate && host.dataset.accuracy) {
    box.append(el('p', { class: 'xs muted' }, item.accuracy_m
      ? fill(host.dataset.accuracy, { m: Math.round(item.accuracy_m).toLocaleString(document.documentElement.lang) })
      : host.dataset.approximatePlace));
  }
  if (more) box.append(more(item));
  return box;
}

const area = feature => L.circle(at(feature), {
  radius: feature.properties.accuracy_m, pane: 'areas', className: 'area', interactive: false,
});

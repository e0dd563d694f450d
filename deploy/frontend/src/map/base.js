// A map with our own vectors: units as points, extents of our wards, the two archipelagos above any basemap.
import { el, fill } from '../dom.js';
import { startBasemap } from './basemaps.js';

const L = window.L;
const NATIONAL_ZOOM = 8; // up to here the archipelagos carry their full names with city and province
const UNIT_NAMES_ZOOM = 12, MOST_UNIT_NAMES = 60;

// Panes from below to above. Leaflet: tiles 200, vectors 400, markers 600, popups 700.
const PANES = { units: 340, extents: 360, shapes: 370, heat: 375, areas: 380, walk: 390, isles: 450, names: 460 };

/** Leaflet reads django-leaflet's LEAFLET_CONFIG, handed over as JSON: no inline script is needed. */
function leafletSettings() {
  const node = document.getElementById('leaflet-settings');
  return node ? JSON.parse(JSON.parse(node.textContent)) : {};
}

export function createMap(host, config) {
  const site = leafletSettings();
  const canvas = host.querySelector('.map-canvas');
  const map = new L.Map.DjangoMap(canvas, {
    djoptions: {
      layers: (site.TILES || []).map(([name, url, options]) => [name, url, options]),
      overlays: site.OVERLAYS || [], minzoom: site.MIN_ZOOM ?? 4, maxzoom: site.MAX_ZOOM ?? 19,
      attributionprefix: site.ATTRIBUTION_PREFIX || '', tilesextent: [],
    },
    zoomControl: false, scrollWheelZoom: false, zoomSnap: 0.5, maxBoundsViscosity: 0.6, worldCopyJump: false,
  });
  for (const [name, z] of Object.entries(PANES)) map.createPane(name).style.zIndex = z;
  if (site.SCALE !== false) L.control.scale({ position: 'bottomright', imperial: false }).addTo(map);
  const fit = () => map.fitBounds(latLngBounds(config.bounds), { animate: false, padding: [12, 12] });
  fit();
  map.basemap = startBasemap(map, host, config.basemap);
  gestures(map, host);
  tools(map, host, config);
  layers(map, host, config);
  let hidden = !canvas.clientWidth; // on a phone Explore starts with the list in front
  new ResizeObserver(() => {
    map.invalidateSize({ animate: false, pan: false });
    if (hidden && canvas.clientWidth) { hidden = false; (map.firstView ?? fit)(); }
  }).observe(canvas);
  return map;
}

export const latLngBounds = ([west, south, east, north]) => L.latLngBounds([south, west], [north, east]);

export function label(text, { small, className = '', pane = 'names' } = {}) {
  const span = el('span', {}, text);
  if (small) span.append(el('small', {}, small));
  return { icon: L.divIcon({ className: `map-label ${className}`, html: span, iconSize: [0, 0] }), pane, interactive: false, keyboard: false };
}

// One finger scrolls the page and so does the wheel; Ctrl and the wheel, or two fingers, move the map.
function gestures(map, host) {
  const canvas = map.getContainer();
  if (host.dataset.map !== 'full' && matchMedia('(pointer: coarse)').matches) map.dragging.disable();
  let waiting = false;
  canvas.addEventListener('wheel', event => {
    if (!event.ctrlKey && !event.metaKey) { hint(host); return; }
    event.preventDefault();
    if (waiting) return;
    waiting = true;
    setTimeout(() => { waiting = false; }, 60);
    map.setZoomAround(map.mouseEventToContainerPoint(event), map.getZoom() + (event.deltaY > 0 ? -0.5 : 0.5));
  }, { passive: false });
}

let hinted = false;
function hint(host) {
  if (hinted || !host.dataset.wheel) return;
  hinted = true;
  note(host, host.dataset.wheel, 2600);
}

/** A sentence over the map; it goes away by itself when given a time. */
export function note(host, text, ms) {
  host.querySelector('.map-note')?.remove();
  if (!text) return;
  const line = el('p', { class: 'map-note', role: 'status' }, text);
  host.append(line);
  if (ms) setTimeout(() => line.remove(), ms);
}

function tools(map, host, config) {
  const box = host.querySelector('.map-tools');
  if (!box) return;
  box.hidden = false;
  box.addEventListener('click', event => {
    const what = event.target.closest('[data-zoom]')?.dataset.zoom;
    if (what === 'in') map.zoomIn();
    if (what === 'out') map.zoomOut();
    if (what === 'reset') map.fitBounds(latLngBounds(config.bounds), { padding: [12, 12] });
  });
}

const fetched = new Map(); // one request per address, whatever the number of maps on a page
function load(url) {
  if (!fetched.has(url)) {
    fetched.set(url, fetch(url, { headers: { Accept: 'application/geo+json, application/json' } })
      .then(answer => { if (!answer.ok) throw new Error(`${url}: ${answer.status}`); return answer.json(); }));
  }
  return fetched.get(url);
}

function layers(map, host, config) {
  const later = (url, draw) => url && load(url).then(data => draw(map, host, data)).catch(error => {
    console.error(error);
    note(host, host.dataset.offline, 5000);
  });
  later(config.overlay_url, drawIsles);
  later(config.extents_url, drawExtents);
  later(config.units_url, drawUnits);
}

// Hoàng Sa, Trường Sa and the sea between, named. Properties: kind (archipelago, island, reef, label, sea),
// archipelago, name_vi, name_en, and on an archipelago belongs_vi, belongs_en.
function drawIsles(map, host, data) {
  const lang = document.documentElement.lang === 'en' ? 'en' : 'vi';
  const kind = wanted => data.features.filter(f => wanted.includes(f.properties.kind));
  L.geoJSON({ type: 'FeatureCollection', features: kind(['archipelago', 'island', 'reef']) }, {
    pointToLayer: (f, at) => L.circleMarker(at, { pane: 'isles', radius: 2, weight: 0, fillOpacity: 1, className: 'isle', interactive: false }),
  }).addTo(map);
  for (const feature of kind(['label'])) {
    const whole = kind(['archipelago']).find(f => isOf(f, feature))?.properties;
    const name = whole?.name_vi ?? feature.properties.name_vi; // proper names stay Vietnamese
    const marker = L.marker(at(feature));
    const draw = () => {
      const small = map.getZoom() <= NATIONAL_ZOOM && whole ? `(${whole[`belongs_${lang}`]})` : null;
      Object.assign(marker.options, label(name, { small, className: 'isles' }));
      marker.setIcon(marker.options.icon);
    };
    draw();
    marker.addTo(map);
    map.on('zoomend', draw);
  }
  for (const feature of kind(['sea'])) {
    L.marker(at(feature), label(host.dataset.sea || feature.properties.name_vi, { className: 'sea' })).addTo(map);
  }
}

const at = feature => [feature.geometry.coordinates[1], feature.geometry.coordinates[0]];
const isOf = (whole, labelled) => labelled.properties.name_vi.startsWith(whole.properties.name_vi);

function drawExtents(map, host, data) {
  L.geoJSON(data, {
    pane: 'extents', interactive: false,
    style: f => ({ className: `extent${f.properties.approximate ? ' approx' : ''}` }),
    onEachFeature: (f, layer) => {
      const small = f.properties.approximate ? host.dataset.approximate : null;
      const box = layer.getBounds(); // the name stands on the northern edge, where it hides no item
      const marker = L.marker([box.getNorth(), box.getCenter().lng], label(f.properties.name, { small, className: 'own' }));
      const show = () => {
        if (map.getZoom() < 9.5) return marker.remove();
        marker.addTo(map).getElement().classList.toggle('far', map.getZoom() < 11); // the name alone, among many
      };
      show();
      map.on('zoomend', show);
    },
  }).addTo(map);
}

// 3,321 points: on one canvas, whose colours follow the theme.
function drawUnits(map, host, data) {
  const colour = () => getComputedStyle(host).getPropertyValue('--line-strong').trim();
  const renderer = L.canvas({ pane: 'units', padding: 0.3 });
  const points = L.geoJSON(data, {
    interactive: false,
    pointToLayer: (f, at) => L.circleMarker(at, { renderer, pane: 'units', radius: 1.6, weight: 0, fillOpacity: 0.8, fillColor: colour(), interactive: false }),
  }).addTo(map);
  const repaint = () => points.setStyle({ fillColor: colour() });
  document.addEventListener('theme', repaint);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
  const names = L.layerGroup().addTo(map);
  const own = new Set(data.features.filter(f => f.properties.own).map(f => f.properties.code));
  map.on('moveend', () => {
    const zoom = map.getZoom(), radius = zoom >= 11 ? 3.5 : zoom >= 8 ? 2.4 : zoom >= 6.5 ? 1.4 : 0.8;
    points.setStyle({ radius });
    names.clearLayers();
    if (map.getZoom() < UNIT_NAMES_ZOOM) return;
    const view = map.getBounds();
    data.features.filter(f => !own.has(f.properties.code)
      && view.contains(at(f))).slice(0, MOST_UNIT_NAMES)
      .forEach(f => L.marker(at(f), label(f.properties.name)).addTo(names));
  });
  map.fire('moveend');
}

export const countLabel = (host, count) => fill(host.dataset.cluster || '{n}', { n: count });

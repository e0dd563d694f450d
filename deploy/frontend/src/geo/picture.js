// The sheet itself as a Leaflet map in pixels, from the tiles of the IIIF image server.
import { overlap } from '../map/oldmaps.js';

const L = window.L;
const TILE = 256;

/** picture: {width, height, base}. Returns the map and the two ways between its positions and pixels. */
export function pictureMap(host, picture) {
  const { width, height, base } = picture;
  const deepest = Math.max(0, Math.ceil(Math.log2(Math.max(width, height) / TILE)));
  const map = L.map(host.querySelector('.map-canvas'), {
    crs: L.CRS.Simple, minZoom: 0, maxZoom: deepest + 3, zoomSnap: 0.5, zoomControl: false, attributionControl: false,
    scrollWheelZoom: true, maxBoundsViscosity: 0.4,
  });
  const scale = 2 ** deepest; // one unit of the map at zoom 0 is so many pixels
  const at = ([column, row]) => L.latLng(-row / scale, column / scale);
  const pixelOf = ({ lat, lng }) => [lng * scale, -lat * scale];
  const bounds = L.latLngBounds(at([0, height]), at([width, 0]));
  const Tiles = L.TileLayer.extend({
    getTileUrl(coords) {
      const step = 2 ** (deepest - this._getZoomForUrl()), size = TILE * step;
      const x = coords.x * size, y = coords.y * size;
      const w = Math.min(size, width - x), h = Math.min(size, height - y);
      return `${base}/${x},${y},${w},${h}/${Math.ceil(w / step)},${Math.ceil(h / step)}/0/default.jpg`;
    },
  });
  const tiles = new Tiles('', { bounds, noWrap: true, minZoom: 0, maxZoom: deepest + 3, maxNativeZoom: deepest, tileSize: TILE });
  // Tiles of the right and lower edge are narrower; Leaflet would stretch them.
  tiles.on('tileload', ({ tile, coords }) => {
    const grown = parseFloat(tile.style.width) / TILE || 1;
    const step = 2 ** (deepest - Math.min(coords.z, deepest));
    tile.style.width = `${Math.min(TILE, (width - coords.x * TILE * step) / step) * grown}px`;
    tile.style.height = `${Math.min(TILE, (height - coords.y * TILE * step) / step) * grown}px`;
    overlap(tile);
  });
  tiles.addTo(map);
  map.setMaxBounds(bounds.pad(0.5));
  const fit = () => map.fitBounds(bounds, { animate: false });
  fit();
  let hidden = !map.getSize().x;
  new ResizeObserver(() => {
    map.invalidateSize({ animate: false, pan: false });
    if (hidden && map.getSize().x) { hidden = false; fit(); }
  }).observe(map.getContainer());
  const box = host.querySelector('.map-tools');
  box.hidden = false;
  box.addEventListener('click', event => {
    const what = event.target.closest('[data-zoom]')?.dataset.zoom;
    if (what === 'in') map.zoomIn();
    if (what === 'out') map.zoomOut();
    if (what === 'reset') fit();
  });
  return { map, at, pixelOf };
}

// Legend and layers: what a person may switch on, kept in the address and for the next visit.
import { el } from '../dom.js';
import { note } from './base.js';
import { kept, readHash, writeHash } from './state.js';

const L = window.L;
const KINDS = { zones: 'zone_one,zone_two', routes: 'route', areas: 'area' };
const FIRST = ['units']; // shown until somebody chooses
const FROM_ZOOM = 11;

export function startLayers(host, map, config, basemap) {
  const panel = host.querySelector('[data-panel=legend]');
  if (!panel) return null;
  const boxes = [...panel.querySelectorAll('[data-layer]')], said = panel.querySelector('[data-layer-note]');
  const drawn = L.layerGroup().addTo(map);
  const ground = boxes.find(box => box.dataset.layer === 'basemap');
  ground.closest('li').hidden = !basemap.exists;
  ground.checked = basemap.shown();
  host.addEventListener('basemap', event => { ground.checked = event.detail; });
  let running = null, timer = 0;

  const chosen = () => boxes.filter(box => box.checked && box !== ground).map(box => box.dataset.layer);
  const ask = async () => {
    const kinds = chosen().map(name => KINDS[name]).filter(Boolean);
    running?.abort();
    said.textContent = '';
    if (!kinds.length || !map.getSize().x) { drawn.clearLayers(); return; }
    if (map.getZoom() < FROM_ZOOM) { drawn.clearLayers(); said.textContent = said.dataset.closer; return; }
    running = new AbortController();
    const b = map.getBounds();
    const bbox = [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()].map(n => n.toFixed(5)).join();
    const query = new URLSearchParams({ bbox, zoom: Math.round(map.getZoom()), kind: kinds.join(), lang: document.documentElement.lang });
    try {
      const answer = await fetch(`${config.shapes_url}?${query}`, { signal: running.signal });
      if (!answer.ok) throw new Error(`shapes: ${answer.status}`);
      const found = await answer.json();
      draw(drawn, found);
      said.textContent = found.features.length ? (found.more ? said.dataset.more : '') : said.dataset.none;
    } catch (error) {
      if (error.name !== 'AbortError') { console.error(error); note(host, host.dataset.offline, 5000); }
    }
  };
  const apply = () => {
    host.classList.toggle('no-units', !chosen().includes('units'));
    ask();
  };
  panel.addEventListener('change', ({ target }) => {
    if (target === ground) { basemap.set(ground.checked); return; }
    if (!target.dataset.layer) return;
    const text = chosen().join();
    kept('map-layers', text || 'none');
    writeHash({ layers: text || 'none' }, { push: true });
    apply();
  });
  const restore = () => {
    const names = (readHash().get('layers') ?? kept('map-layers') ?? FIRST.join()).split(',');
    for (const box of boxes) if (box !== ground) box.checked = names.includes(box.dataset.layer);
    apply();
  };
  if (kept('map-legend') === 'open' && matchMedia('(min-width: 64em)').matches) panel.open = true;
  panel.addEventListener('toggle', () => kept('map-legend', panel.open ? 'open' : null));
  map.on('moveend', () => { clearTimeout(timer); timer = setTimeout(ask, 220); });
  restore();
  return { restore };
}

function draw(group, found) {
  group.clearLayers();
  L.geoJSON(found, {
    pane: 'shapes', style: feature => ({ className: `shape shape-${feature.properties.kind}`, fill: feature.properties.kind !== 'route' }),
    onEachFeature: (feature, layer) => layer.bindTooltip(() => el('span', {}, feature.properties.name), { sticky: true, className: 'shape-tip' }),
  }).addTo(group);
}

// What lies under our own layers. Three tiles that fail, and the map goes on without it and says so.
import { note } from './base.js';

const L = window.L;
const FAILURES = 3;

/** Adds the basemap of the settings. Returns {shown(), set(on), exists}; a person may try again after it failed. */
export function startBasemap(map, host, chosen) {
  let layer = null, failures = 0;
  const off = () => {
    layer?.remove();
    layer = null;
    host.classList.remove('has-basemap');
    map.attributionControl?.removeAttribution(credit);
  };
  const failed = error => {
    failures += 1;
    if (error) console.warn('basemap', error.message ?? error);
    if (failures < FAILURES || !layer) return;
    off();
    note(host, host.dataset.basemapFailed, 6000);
    host.dispatchEvent(new CustomEvent('basemap', { detail: false }));
  };
  const credit = chosen ? escaped(chosen.attribution) : '';
  const on = async () => {
    failures = 0;
    host.classList.add('has-basemap');
    map.attributionControl?.addAttribution(credit);
    if (chosen.kind === 'tiles') {
      layer = L.tileLayer(chosen.url, { maxZoom: 24, maxNativeZoom: 19 }).on('tileerror', () => failed()).addTo(map);
      layer.on('tileload', () => { failures = 0; });
      return;
    }
    const wanted = layer = L.layerGroup().addTo(map); // stands for it until its reader has come
    try {
      const { vectorLayer } = await import(chosen.script);
      const made = await vectorLayer(chosen.url, { host, failed });
      if (layer === wanted) wanted.addLayer(made);
    } catch (error) {
      failures = FAILURES;
      failed(error);
    }
  };
  // A map that is not in front yet has no size, and would ask for tiles of nowhere.
  if (chosen && map.getSize().x) on();
  else if (chosen) map.once('resize', on);
  return { exists: Boolean(chosen), shown: () => Boolean(layer), set: wanted => (wanted ? layer || on() : off()) };
}

// Leaflet writes attributions as HTML; the settings hold words.
function escaped(text) {
  const node = document.createElement('i');
  node.textContent = text;
  return node.innerHTML;
}

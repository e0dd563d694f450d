// Old maps laid over a map: those in view are offered, each with a slider for how much of it is seen.
import { el, fill } from '../dom.js';

const L = window.L;
const FIRST = 75; // per cent

/** Nothing is shown as long as no old map lies in view. */
export function startOldMaps(host, map, config) {
  if (!config.old_maps_url) return;
  map.createPane('old-maps').style.zIndex = 250;
  const words = host.dataset, on = new Map(); // id -> {layer, opacity}
  const list = el('ul', {}), summary = el('summary', {}), box = el('details', { class: 'old-maps', name: 'map-bar', hidden: true }, summary, list);
  (host.querySelector('.map-bar') ?? host).append(box);
  L.DomEvent.disableClickPropagation(box);
  const language = document.documentElement.lang === 'en' ? 'en' : 'vi';
  let running = null, timer = 0, shown = '';
  const known = new Map();

  const draw = rows => {
    for (const row of rows) known.set(row.id, row);
    const offered = [...[...on.keys()].filter(id => !rows.some(row => row.id === id)).map(id => known.get(id)), ...rows];
    box.hidden = !offered.length;
    summary.textContent = fill(words.oldMaps, { n: offered.length });
    const ids = offered.map(row => row.id).join();
    if (ids === shown) return; // a slider in use is not taken from under the finger
    shown = ids;
    list.replaceChildren(...offered.map(row => entry(row, map, on, words)));
  };
  const ask = async () => {
    if (!map.getSize().x) return;
    running?.abort();
    running = new AbortController();
    const b = map.getBounds();
    const bbox = [Math.max(-180, b.getWest()), Math.max(-90, b.getSouth()), Math.min(180, b.getEast()), Math.min(90, b.getNorth())];
    try {
      const query = new URLSearchParams({ bbox: bbox.map(n => n.toFixed(6)).join(','), lang: language });
      const answer = await fetch(`${config.old_maps_url}?${query}`, { signal: running.signal, headers: { Accept: 'application/json' } });
      if (!answer.ok) throw new Error(`old maps: ${answer.status}`);
      draw((await answer.json()).maps);
    } catch (error) {
      if (error.name !== 'AbortError') console.error(error); // the map itself says that the line is down
    }
  };
  map.on('moveend', () => { clearTimeout(timer); timer = setTimeout(ask, 200); });
  ask();
}

function entry(row, map, on, words) {
  const id = `old-map-${row.id}`, state = on.get(row.id);
  const check = el('input', { type: 'checkbox', id });
  check.checked = Boolean(state);
  const slider = el('input', { type: 'range', min: 0, max: 100, step: 5, value: state?.opacity ?? FIRST, 'aria-label': fill(words.opacityOf, { name: row.title }) });
  const said = el('output', { 'aria-hidden': 'true' });
  const control = el('div', { class: 'old-map-opacity', hidden: !state }, slider, said);
  const tell = () => {
    const text = fill(words.percent, { n: slider.value });
    slider.setAttribute('aria-valuetext', text);
    said.textContent = text;
  };
  tell();
  check.addEventListener('change', () => {
    control.hidden = !check.checked;
    if (check.checked) on.set(row.id, { layer: tiles(row, slider.value).addTo(map), opacity: slider.value });
    else { on.get(row.id)?.layer.remove(); on.delete(row.id); }
  });
  slider.addEventListener('input', () => {
    tell();
    const now = on.get(row.id);
    if (now) { now.opacity = slider.value; now.layer.setOpacity(slider.value / 100); }
  });
  const about = el('p', { class: 'xs muted' }, [row.credit, row.accuracy].filter(Boolean).join('. '));
  if (row.item) about.append('. ', el('a', { href: row.item.url }, row.item.name));
  const show = el('button', { type: 'button', class: 'link-btn' }, words.oldMapShow);
  show.addEventListener('click', () => {
    const [west, south, east, north] = row.bounds;
    if (!check.checked) check.click();
    const box = show.closest('.old-maps'), panel = show.closest('ul').getBoundingClientRect();
    const beside = map.getSize().x > 2 * panel.width, left = beside && panel.left - map.getContainer().getBoundingClientRect().left < map.getSize().x / 3;
    const room = beside ? panel.width + 72 : 24; // beside the open list
    map.fitBounds([[south, west], [north, east]], { paddingTopLeft: [left ? room : 24, 24], paddingBottomRight: [left ? 24 : room, 24] });
    if (beside) return;
    box.open = false;
    box.querySelector('summary').focus({ preventScroll: true });
  });
  return el('li', {}, el('label', { for: id }, check, el('span', {}, row.title)), control, about, show);
}

function tiles(row, opacity) {
  const [west, south, east, north] = row.bounds;
  const layer = L.tileLayer(row.tiles, {
    pane: 'old-maps', bounds: [[south, west], [north, east]], minZoom: row.minzoom, maxNativeZoom: row.maxzoom, maxZoom: 24,
    opacity: opacity / 100, attribution: [row.title, row.credit, row.accuracy].filter(Boolean).map(escaped).join('. '),
  });
  return layer.on('tileload', ({ tile }) => overlap(tile));
}

// At half zooms tiles end between pixels: without a little more width their seams show.
export function overlap(tile) {
  for (const side of ['width', 'height']) tile.style[side] = `${parseFloat(tile.style[side]) + 0.6}px`;
}

// Leaflet writes attributions as HTML.
const escaped = text => el('i', {}, text).innerHTML;

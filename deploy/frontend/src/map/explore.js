// Explore: the list and the map speak about the same thing; on a phone one of them is in front.
import { fill } from '../dom.js';
import { fullScreen } from '../screen.js';
import { startArea } from './area.js';
import { startLayers } from './layers.js';
import { startLocate } from './locate.js';
import { startPeriods } from './periods.js';
import { startResult } from './result.js';
import { sheet } from './sheet.js';
import { permalink, placeOf, placeText, readHash, writeHash } from './state.js';
import { frameOf } from './view.js';
import { startWalk } from './walk.js';

const root = document.documentElement;

export function startExplore(page, view) {
  const { map, host, config } = view;
  const bar = host.querySelector('.map-bar');
  if (bar) bar.hidden = false;
  const walk = startWalk(host, map, config), layers = startLayers(host, map, config, map.basemap);
  const result = startResult(page, view, () => { bind(); area?.restore(config.area); periods?.restore(); locate?.restore(params().get('near')); });
  const periods = startPeriods(host, view, config, changes => result.go(changes));
  const locate = startLocate(host, map, near => result.go({ near, sort: 'distance' }));
  locate?.restore(params().get('near'));
  const area = startArea(host, map, polygon => result.go({ polygon, bbox: null }));
  area?.restore(config.area);

  const rows = new Map();
  const mark = id => {
    for (const [key, row] of rows) row.classList.toggle('is-on', key === String(id));
    view.highlight(id);
  };
  function bind() {
    rows.clear();
    for (const row of page.querySelectorAll('.result[data-id]')) {
      rows.set(row.dataset.id, row);
      for (const type of ['mouseenter', 'focusin']) row.addEventListener(type, () => mark(row.dataset.id));
    }
    walkButtons();
    frame();
  }
  view.onPick((id, hoverOnly) => {
    mark(id);
    if (hoverOnly) return;
    rows.get(String(id))?.scrollIntoView({ block: 'nearest' });
  });
  view.onOpen(id => writeHash({ item: id }, { push: id !== null && readHash().get('item') !== id }));
  view.onPopup(item => walkButton(item.id));

  function walkButton(id) {
    const made = Object.assign(document.createElement('button'), { type: 'button', className: 'btn quiet sm walk-add' });
    made.dataset.walkAdd = id;
    label(made);
    return made;
  }
  const label = button => {
    const on = walk.has(button.dataset.walkAdd);
    button.setAttribute('role', 'button'); // in the list a link, for those without scripts
    button.setAttribute('aria-pressed', String(on));
    button.textContent = on ? walk.words.remove : walk.words.add;
  };
  const walkButtons = () => document.querySelectorAll('[data-walk-add]').forEach(label);
  document.addEventListener('click', event => {
    const button = event.target.closest('[data-walk-add]');
    if (!button) return;
    event.preventDefault();
    walk.toggle(button.dataset.walkAdd);
  });
  document.addEventListener('keydown', event => {
    const link = event.key === ' ' && event.target.closest('a[data-walk-add]');
    if (!link) return;
    event.preventDefault();
    link.click();
  });
  walk.onChange(walkButtons);

  // How many lie in the frame: asked exactly, since a cluster may lie across its edge.
  const inFrame = page.querySelector('[data-in-frame]');
  let counting = null, timer = 0;
  const bbox = () => frameOf(map.getBounds());
  async function frame() {
    if (!map.getSize().x) return;
    links();
    counting?.abort();
    counting = new AbortController();
    const query = params();
    for (const name of ['cursor', 'sort', 'limit']) query.delete(name);
    const seen = frameOf(map.getBounds(), config.within);
    query.set('bbox', seen ?? '');
    query.set('limit', '1');
    try {
      if (!seen) { inFrame.textContent = fill(inFrame.dataset.words, { n: 0 }); return; }
      const answer = await fetch(`/api/v1/items?${query}`, { signal: counting.signal });
      if (!answer.ok) throw new Error(`items: ${answer.status}`);
      inFrame.textContent = fill(inFrame.dataset.words, { n: (await answer.json()).total });
      only.hidden = false;
    } catch (error) { if (error.name !== 'AbortError') console.error(error); }
  }

  // The list of what the frame shows, and nothing else, as long as the button is down.
  const only = page.querySelector('[data-only-frame]');
  only.setAttribute('aria-pressed', String(params().has('bbox')));
  only.addEventListener('click', () => {
    const on = only.getAttribute('aria-pressed') !== 'true';
    only.setAttribute('aria-pressed', String(on));
    result.go({ bbox: on ? bbox() : null });
  });
  // A frame in the address that nobody has moved is the address's own: it is left as it came.
  let moved = false;
  map.on('dragstart zoomstart', () => { moved = map.getSize().x > 0; });
  map.on('moveend', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!map.getSize().x) return;
      const { lat, lng } = map.getCenter();
      if (moved) writeHash({ map: placeText(map.getZoom(), lat, lng) });
      if (moved && only.getAttribute('aria-pressed') === 'true') result.go({ bbox: bbox() }, { push: false });
      frame();
    }, 350);
  });

  const printed = page.querySelector('[data-print-map]'), copied = page.querySelector('[data-copy-link]');
  function links() {
    const query = params();
    for (const name of ['cursor', 'limit', 'near', 'radius_m']) query.delete(name);
    if (query.get('sort') === 'distance') query.delete('sort');
    query.set('bbox', bbox());
    if (map.getSize().y > map.getSize().x) query.set('huong', 'doc');
    printed.href = `${printed.href.split('?')[0]}?${query}`;
  }
  copied.hidden = false;
  copied.addEventListener('click', () => { copied.dataset.copy = permalink(); }); // site.js copies what stands there

  const restore = () => {
    const hash = readHash(), place = placeOf(hash);
    const centre = map.getCenter(), show = () => map.setView([place.lat, place.lon], place.zoom, { animate: false });
    map.firstView = place ? show : null; // once a phone brings the map to the front
    if (place && placeText(map.getZoom(), centre.lat, centre.lng) !== placeText(place.zoom, place.lat, place.lon)) show();
    view.open(hash.get('item'));
  };
  addEventListener('popstate', () => {
    only.setAttribute('aria-pressed', String(params().has('bbox')));
    layers.restore();
    walk.restore();
    periods?.restore();
    restore();
  });
  document.addEventListener('change', event => narrowUnit(event.target));
  phoneSwitch(page, view);
  full(host, map);
  sheet(page.querySelector('.list'));
  restore();
  bind();
  if (readHash().get('view') === 'map') document.querySelector('[data-view-toggle]')?.click();
}

// A ward is part of its province: whoever chooses one means it instead of the other, not both.
function narrowUnit(box) {
  if (box.dataset?.unitOf === undefined || !box.checked) return;
  const group = box.closest('fieldset'), province = box.dataset.unitOf;
  const others = province ? [group.querySelector(`[data-unit-of=""][value="${province}"]`)] : group.querySelectorAll(`[data-unit-of="${box.value}"]`);
  for (const other of others) if (other) other.checked = false;
}

const params = () => new URLSearchParams(location.search);

function full(host, map) {
  const button = host.querySelector('[data-full]');
  if (!button) return;
  const screen = fullScreen(host, button, () => map.invalidateSize());
  button.hidden = false;
  button.addEventListener('click', () => screen.toggle());
  host.addEventListener('keydown', event => { if (event.key === 'Escape' && host.classList.contains('fills')) screen.toggle(); });
}

function phoneSwitch(page, view) {
  const button = document.querySelector('[data-view-toggle]');
  if (!button) return;
  button.addEventListener('click', () => {
    const toMap = page.dataset.view === 'list';
    page.dataset.view = root.dataset.view = toMap ? 'map' : 'list';
    button.querySelector('span').textContent = toMap ? button.dataset.toList : button.dataset.toMap;
    button.querySelector('use').setAttribute('href', toMap ? '#i-list' : '#i-map');
    writeHash({ view: toMap ? 'map' : null });
    scrollTo(0, 0);
    view.map.invalidateSize();
  });
}

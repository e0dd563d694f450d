// A walk between chosen items: kept in the address and for the next visit, drawn straight from stop to stop.
import { categorySymbol, el, fill, icon } from '../dom.js';
import { say } from '../say.js';
import { note } from './base.js';
import { metres, shorten, straight } from './order.js';
import { kept, readHash, writeHash } from './state.js';
import { dragRows } from './drag.js';

const L = window.L;
const MOST = 40;

export function startWalk(host, map, config) {
  const panel = host.querySelector('[data-panel=walk]');
  if (!panel) return null;
  const at = name => panel.querySelector(`[data-walk-${name}]`);
  const drawn = L.layerGroup().addTo(map), words = panel.dataset;
  const english = document.documentElement.lang === 'en';
  let stops = [];
  const listeners = [];
  const ids = () => stops.map(stop => stop.id);
  const far = m => (m < 995 ? `${Math.round(m / (m < 100 ? 1 : 10)) * (m < 100 ? 1 : 10)} m`
    : `${(m / 1000).toLocaleString(english ? 'en' : 'vi', { maximumFractionDigits: m < 9950 ? 1 : 0 })} km`);

  const change = (next, { push = true } = {}) => {
    stops = next;
    const text = ids().join('.');
    writeHash({ walk: text || null }, { push });
    kept('walk', text || null);
    show();
  };
  const has = id => stops.some(stop => stop.id === id);
  const toggle = async id => {
    if (has(id)) { change(stops.filter(stop => stop.id !== id)); say(words.removed); return; }
    if (stops.length >= MOST) { note(host, fill(words.most, { n: MOST }), 5000); return; }
    const [stop] = await fetched([id]);
    if (!stop) return;
    change([...stops, stop]);
    say(fill(words.added, { name: stop.name, n: stops.length }));
  };

  async function fetched(wanted) {
    try {
      const answer = await fetch(`${config.walk_url}?${new URLSearchParams({ di: wanted.join('.'), lang: document.documentElement.lang })}`);
      if (!answer.ok) throw new Error(`walk: ${answer.status}`);
      return (await answer.json()).features.map(({ properties, geometry }) => ({ ...properties, lon: geometry.coordinates[0], lat: geometry.coordinates[1] }));
    } catch (error) {
      console.error(error);
      note(host, host.dataset.offline, 5000);
      return [];
    }
  }

  function show() {
    const way = stops.filter(stop => !stop.approximate);
    panel.querySelector('summary [data-n]').textContent = stops.length ? ` (${stops.length})` : '';
    at('empty').hidden = stops.length > 0;
    at('some').hidden = !stops.length;
    at('total').textContent = way.length > 1 ? fill(words.total, { far: far(straight(way)), n: stops.length }) : '';
    at('order').hidden = way.length < 3;
    at('links').replaceChildren(...(way.length ? links(way) : []));
    const query = new URLSearchParams({ di: ids().join('.') });
    at('sheet').href = `${config.walk_sheet_url}?${query}`;
    at('gpx').href = `${config.walk_gpx_url}?${query}&lang=${document.documentElement.lang}`;
    at('gpx').hidden = !way.length;
    at('stops').replaceChildren(...stops.map(row));
    drawn.clearLayers();
    if (way.length > 1) L.polyline(way.map(({ lat, lon }) => [lat, lon]), { pane: 'walk', className: 'walk-line', interactive: false }).addTo(drawn);
    stops.forEach((stop, n) => {
      L.marker([stop.lat, stop.lon], {
        icon: L.divIcon({ className: `walk-number${stop.approximate ? ' approx' : ''}`, iconSize: [22, 22], iconAnchor: [-4, 26], html: el('b', {}, String(n + 1)) }),
        interactive: false, keyboard: false, zIndexOffset: 300,
      }).addTo(drawn);
    });
    listeners.forEach(tell => tell());
  }

  function row(stop, n) {
    const before = stops.slice(0, n).reverse().find(each => !each.approximate);
    const leg = stop.approximate ? words.area : before ? fill(words.leg, { far: far(metres(before, stop)) }) : '';
    const button = (name, label, disabled, act) => {
      const made = el('button', { type: 'button', class: 'icon-btn', 'aria-label': fill(label, { name: stop.name }), disabled }, icon(name));
      made.addEventListener('click', act);
      return made;
    };
    const move = (to, key) => {
      const next = [...stops];
      next.splice(to, 0, ...next.splice(n, 1));
      change(next);
      const buttons = at('stops').children[to].querySelectorAll('button');
      [...buttons].find(each => each.dataset.key === key && !each.disabled)?.focus() ?? [...buttons].find(each => !each.disabled)?.focus();
    };
    const up = button('arrow-up', words.up, n === 0, () => move(n - 1, 'up')), down = button('arrow-down', words.down, n === stops.length - 1, () => move(n + 1, 'down'));
    up.dataset.key = 'up';
    down.dataset.key = 'down';
    const away = button('x', words.drop, false, () => {
      change(stops.filter(each => each !== stop));
      (at('stops').children[Math.min(n, stops.length - 1)]?.querySelector('button:not([disabled])') ?? panel.querySelector('summary')).focus();
    });
    return el('li', { 'data-id': stop.id }, el('span', { class: 'grip', 'aria-hidden': 'true' }, String(n + 1)),
      el('div', {}, el('a', { href: stop.url }, categorySymbol(stop.category), stop.name), leg ? el('p', { class: 'xs muted' }, leg) : null), el('span', { class: 'row tight' }, up, down, away));
  }

  function links(way) {
    const pairs = way.map(({ lat, lon }) => `${lat.toFixed(6)},${lon.toFixed(6)}`);
    const first = way[0], one = `geo:${pairs[0]}?q=${pairs[0]}(${encodeURIComponent(first.name)})`;
    const found = [[words.device, one]];
    if (pairs.length > 1) {
      const google = new URLSearchParams({ api: '1', origin: pairs[0], destination: pairs[pairs.length - 1], travelmode: 'walking' });
      if (pairs.length > 2) google.set('waypoints', pairs.slice(1, -1).join('|'));
      if (pairs.length <= 11) found.push(['Google Maps', `https://www.google.com/maps/dir/?${google}`]);
      found.push(['Apple Maps', `https://maps.apple.com/?${new URLSearchParams({ saddr: pairs[0], daddr: pairs.slice(1).join(' to:'), dirflg: 'w' })}`]);
      found.push(['OpenStreetMap', `https://routing.openstreetmap.de/?${new URLSearchParams([...pairs.map(pair => ['loc', pair]), ['srv', '2']])}`]);
    }
    return found.map(([name, href]) => el('li', {}, el('a', { class: 'btn quiet sm', href, rel: 'noreferrer', target: href.startsWith('http') ? '_blank' : null }, name)));
  }

  dragRows(at('stops'), (from, to) => {
    const next = [...stops];
    next.splice(to, 0, ...next.splice(from, 1));
    change(next);
  });
  at('order').addEventListener('click', () => {
    const way = stops.filter(stop => !stop.approximate), before = straight(way), best = shorten(way);
    const saved = before - straight(best);
    if (saved < 1) { say(words.short); return; }
    change([...best, ...stops.filter(stop => stop.approximate)]);
    say(fill(words.shorter, { far: far(saved) }));
  });
  at('clear').addEventListener('click', () => { change([]); panel.querySelector('summary').focus(); });
  at('see').addEventListener('click', () => map.fitBounds(stops.map(({ lat, lon }) => [lat, lon]), { padding: [48, 48], maxZoom: 17 }));

  const restore = async () => {
    const text = readHash().get('walk') ?? (restore.done ? '' : kept('walk') ?? '');
    restore.done = true;
    const wanted = text.split('.').filter(id => /^[0-9A-Z]{1,12}$/i.test(id)).slice(0, MOST);
    if (wanted.join('.') === ids().join('.')) { show(); return; }
    stops = wanted.length ? await fetched(wanted) : [];
    if (ids().join('.') !== (readHash().get('walk') ?? '')) writeHash({ walk: ids().join('.') || null });
    show();
  };
  restore();
  return { toggle, has, restore, onChange: tell => listeners.push(tell), words };
}

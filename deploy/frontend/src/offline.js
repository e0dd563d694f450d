// Saving a ward on this phone: the part of a page about it, and the list of what is saved.
// Words come from data attributes, so that one script serves both languages.
const WARD = 'ward-';
const AT_ONCE = 4;

export async function register() {
  if (!('serviceWorker' in navigator) || !('caches' in window) || /^(\/en)?\/can-bo\//.test(location.pathname)) return;
  await navigator.serviceWorker.register('/sw.js', { scope: '/' });
  const { active } = await navigator.serviceWorker.ready;
  const parts = performance.getEntriesByType('resource').map(each => each.name);
  active?.postMessage({ type: 'keep', urls: [location.href, ...parts.filter(each => each.startsWith(location.origin))] });
  document.querySelectorAll('[data-offline-ward]').forEach(ward);
  document.querySelectorAll('[data-offline-saved]').forEach(list);
}

const nameOf = listing => `${WARD}${listing.release}-${listing.unit}`;
const language = document.documentElement.lang;
const megabytes = bytes => `${(bytes / 1e6).toLocaleString(language, { maximumFractionDigits: 1 })} MB`;
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

async function held() {
  const found = [];
  for (const name of (await caches.keys()).filter(each => each.startsWith(WARD))) {
    const cache = await caches.open(name);
    for (const key of await cache.keys()) {
      if (/\/ngoai-tuyen\/[^/]+\.json$/.test(new URL(key.url).pathname)) found.push({ ...await (await cache.match(key)).json(), store: name });
    }
  }
  return found;
}

async function ward(host) {
  const words = host.dataset, find = what => host.querySelector(`[data-${what}]`);
  const state = find('state'), bar = find('bar'), go = find('save'), drop = find('drop'), stop = find('stop');
  const say = (text, values = {}) => { state.textContent = fill(text, values); };
  let mine = (await held()).find(each => each.unit === words.unit), next, running;
  const show = () => {
    host.hidden = false;
    bar.hidden = stop.hidden = !running;
    go.hidden = Boolean(running || (mine && (!next || next.stamp === mine.stamp)));
    go.querySelector('span').textContent = mine ? words.update : words.save;
    drop.hidden = Boolean(running || !mine);
    if (running) return;
    if (mine) say(next && next.stamp !== mine.stamp ? words.changed : words.kept, { size: megabytes(mine.saved), day: new Date(mine.at).toLocaleDateString(language) });
    else if (next) say(words.size, { size: megabytes(next.bytes), items: next.items });
    else say(words.away);
  };
  const start = async () => {
    running = new AbortController();
    show();
    try {
      mine = await save(next, running.signal, (done, all) => { bar.max = all; bar.value = Math.min(done, all); say(words.saving, { done: megabytes(done), all: megabytes(all) }); });
    } catch (error) {
      running = undefined;
      show();
      if (error.name !== 'AbortError') say(error.name === 'TooLarge' ? words.large : words.failed);
      return;
    }
    running = undefined;
    show();
  };
  go.addEventListener('click', start);
  stop.addEventListener('click', () => running?.abort());
  drop.addEventListener('click', async () => { await caches.delete(mine.store); mine = undefined; show(); });
  try { next = await (await fetch(words.listing, { cache: 'no-store' })).json(); } catch { /* no network: what is here stays */ }
  show();
  if (mine && next && next.stamp !== mine.stamp && !navigator.connection?.saveData) start();
}

// Into a store of its own, whole or not at all; what has not changed is taken from the store before it.
async function save(listing, signal, told) {
  const before = (await held()).filter(each => each.unit === listing.unit).map(each => each.store);
  const name = nameOf(listing), part = `part-${name}`;
  await caches.delete(part);
  const cache = await caches.open(part), waiting = [...listing.files];
  let done = 0;
  const one = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const known = next.url.includes('?v=') && await caches.match(next.url);
      const answer = known || await fetch(next.url, { signal, cache: 'no-cache', credentials: 'omit' });
      if (!answer.ok) throw Object.assign(new Error(`${next.url}: ${answer.status}`), { name: 'NotThere' });
      const body = await answer.blob();
      done += body.size;
      if (done > listing.limit) throw Object.assign(new Error('limit'), { name: 'TooLarge' });
      const headers = new Headers(answer.headers); // the policy of a page goes with it
      ['Content-Encoding', 'Content-Length', 'Vary'].forEach(each => headers.delete(each));
      await cache.put(next.url, new Response(body, { headers }));
      told(done, listing.bytes);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    signal.throwIfAborted();
  } catch (error) {
    waiting.length = 0;
    await caches.delete(part);
    throw error;
  }
  for (const old of before) await caches.delete(old);
  await caches.delete(name);
  const whole = await caches.open(name);
  for (const key of await cache.keys()) await whole.put(key, await cache.match(key));
  const mine = { ...listing, files: undefined, saved: done, at: Date.now() };
  await whole.put(`/ngoai-tuyen/${listing.unit}.json`, new Response(JSON.stringify(mine), { headers: { 'Content-Type': 'application/json' } }));
  await caches.delete(part);
  navigator.storage?.persist?.();
  return { ...mine, store: name };
}

async function list(host) {
  const wards = await held();
  host.replaceChildren(...wards.map(each => {
    const item = document.createElement('li'), link = document.createElement('a');
    link.href = each.page;
    link.textContent = each.name;
    item.append(link, ` (${megabytes(each.saved)})`);
    return item;
  }));
  document.querySelectorAll('[data-offline-none]').forEach(each => { each.hidden = wards.length > 0; });
}

// The list of a ward's own page, narrowed while somebody types: without marks, as the search does.
export function narrow(box) {
  const rows = [...document.querySelectorAll('[data-narrow] > *')], state = document.querySelector('[data-narrow-state]');
  const fold = text => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/gi, 'd').toLowerCase();
  const texts = rows.map(each => fold(each.textContent));
  const apply = () => {
    const words = fold(box.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((each, index) => {
      each.hidden = !words.every(word => texts[index].includes(word));
      shown += each.hidden ? 0 : 1;
    });
    state.textContent = fill(state.dataset.text, { n: shown });
  };
  box.value = new URLSearchParams(location.search).get('q') || box.value;
  box.addEventListener('input', apply);
  apply();
}

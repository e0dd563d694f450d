// The service worker. ``KNOWN`` is written before this text by the server: release, shell, offline, explore, desk.
// Three kinds of stores: the shell of this release, what was visited with it, and wards that somebody saved.
// The desk is never touched: its requests pass by as if this file were not there.
/* global KNOWN */
const SHELL = `shell-${KNOWN.release}`;
const VISITED = `visited-${KNOWN.release}`;
const WARD = 'ward-';
const MOST_VISITED = 240;
const PICTURE = /^\/media\/([^/]+)\/(?:photo-\d+(?:-webp)?|poster)\./;
const DATA = ['/ban-do/', '/api/v1/map', '/media/'];

self.addEventListener('install', event => {
  event.waitUntil(caches.open(SHELL).then(cache => cache.addAll(KNOWN.shell)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', event => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (/^(shell|visited)-/.test(name) && name !== SHELL && name !== VISITED) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

// The first page of a visit was fetched before this worker ruled: the page tells what it consists of.
self.addEventListener('message', event => {
  if (event.data?.type === 'keep') event.waitUntil(Promise.all(event.data.urls.map(keep)));
});

self.addEventListener('fetch', event => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || request.headers.has('range')) return;
  if (isDesk(url.pathname) || (request.referrer && request.mode !== 'navigate' && isDesk(new URL(request.referrer).pathname))) return;
  if (request.mode === 'navigate') event.respondWith(page(request, url));
  else if (url.pathname.startsWith('/static/')) event.respondWith(file(request));
  else if (DATA.some(start => url.pathname.startsWith(start))) event.respondWith(data(request, url));
});

const isDesk = path => KNOWN.desk.some(start => path.startsWith(start));

async function page(request, url) {
  try {
    const answer = await fetch(request);
    if (answer.ok) remember(request.url, answer.clone());
    return answer;
  } catch {
    return await held(request.url) || await inItsWard(url) || await offline(url);
  }
}

// Files of a release do not change, and their names say which they are; without such a name the network is asked first.
async function file(request) {
  const named = /\.[0-9a-f]{8,}\.\w+$/.test(new URL(request.url).pathname);
  const known = await held(request.url);
  if (known && named) return known;
  try {
    const answer = await fetch(request);
    if (answer.ok) remember(request.url, answer.clone());
    return answer;
  } catch (error) {
    if (known) return known;
    throw error;
  }
}

async function data(request, url) {
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.status === 200 && keepable(url)) remember(request.url, answer.clone());
    return answer;
  } catch (error) {
    const known = await held(request.url) || await otherWidth(url)
      || (url.pathname.startsWith('/ban-do/') && await held(request.url, { ignoreSearch: true }));
    if (known) return known;
    throw error;
  }
}

// Of the files only pictures of pages: a point cloud of a gigabyte is nobody's memory of a visit.
const keepable = url => !url.pathname.startsWith('/media/') || PICTURE.test(url.pathname);

async function held(address, options) {
  const answer = await caches.match(address, { ignoreVary: true, ...options }); // a language has its own address
  return answer && plain(answer);
}

// An answer that came by a redirect may not answer a navigation.
const plain = answer => (answer.redirected ? new Response(answer.body, { status: answer.status, headers: answer.headers }) : answer);

// A page asks for the width of its screen; one width was saved.
async function otherWidth(url) {
  const asset = url.pathname.match(PICTURE)?.[1];
  if (!asset) return undefined;
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const key of await cache.keys()) {
      if (new URL(key.url).pathname.match(PICTURE)?.[1] === asset) return cache.match(key);
    }
  }
  return undefined;
}

// A search without a network: the page of a saved ward, which searches by itself.
async function inItsWard(url) {
  if (!KNOWN.explore.includes(url.pathname)) return undefined;
  const wards = await saved();
  const asked = url.searchParams.getAll('unit');
  const ward = wards.find(each => asked.includes(each.unit)) || (asked.length ? undefined : wards[0]);
  return ward && Response.redirect(`${ward.page}?q=${encodeURIComponent(url.searchParams.get('q') || '')}`);
}

async function saved() {
  const found = [];
  for (const name of (await caches.keys()).filter(each => each.startsWith(WARD))) {
    const cache = await caches.open(name);
    for (const key of await cache.keys()) {
      if (/\/ngoai-tuyen\/[^/]+\.json$/.test(new URL(key.url).pathname)) found.push(await (await cache.match(key)).json());
    }
  }
  return found;
}

async function offline(url) {
  // The ward's page carries a question that was never asked with a network.
  return await held(url.href, { ignoreSearch: url.pathname.includes('/ngoai-tuyen/') || url.pathname.includes('/offline/') })
    || await held(url.pathname.startsWith('/en/') ? KNOWN.offline.en : KNOWN.offline.vi)
    || Response.error();
}

async function keep(address) {
  const url = new URL(address, self.location.origin);
  if (url.origin !== self.location.origin || isDesk(url.pathname) || !keepable(url)) return;
  if (await caches.match(address, { ignoreVary: true })) return;
  try {
    const answer = await fetch(address);
    if (answer.status === 200) await remember(address, answer);
  } catch { /* the network went away meanwhile */ }
}

async function remember(address, answer) {
  if (/no-store|private/.test(answer.headers.get('Cache-Control') || '')) return;
  const cache = await caches.open(VISITED);
  await cache.put(address, answer);
  const keys = await cache.keys();
  for (const key of keys.slice(0, Math.max(0, keys.length - MOST_VISITED))) await cache.delete(key);
}

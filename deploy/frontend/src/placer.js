// The officer's placement: paste any notation, choose the reading, see it on the map, or point at the map.
// Without this script the same inputs (longitude, latitude, accuracy) are filled by hand.
import { el, fill, icon, settings } from './dom.js';
import { createMap } from './map/base.js';

const L = window.L;
const TAGS = { inside: ['ok', 'circle-check'], outside: ['warn', 'triangle-alert'], impossible: ['bad', 'circle-x'] };

function startPlacer(host) {
  const mapHost = host.querySelector('.map');
  const map = createMap(mapHost, settings(mapHost));
  const input = name => host.querySelector(`[data-place="${name}"]`);
  const pin = L.marker([0, 0], {
    draggable: true, autoPan: true, keyboard: true,
    icon: L.divIcon({ className: 'mk placed', iconSize: [44, 44], html: el('span', {}) }),
  });
  const offMap = mapHost.querySelector('.off-map');

  const number = name => {
    const text = (input(name)?.value || '').trim().replace(',', '.');
    return text === '' ? NaN : Number(text);
  };
  let writing = false, methodSaid = !Number.isNaN(number('lon')); // a method that the officer chose is not ours to change
  input('method')?.addEventListener('change', () => { if (!writing) methodSaid = true; });
  const write = values => {
    writing = true;
    for (const [name, value] of Object.entries(values)) {
      const field = input(name);
      if (field) { field.value = value ?? ''; field.dispatchEvent(new Event('change', { bubbles: true })); }
    }
    writing = false;
  };
  const show = move => {
    const lon = number('lon'), lat = number('lat');
    if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) { pin.remove(); return; }
    pin.setLatLng([lat, lon]).addTo(map);
    pin.getElement()?.setAttribute('aria-label', mapHost.dataset.pin || '');
    if (move && !map.getBounds().contains([lat, lon])) map.setView([lat, lon], Math.max(map.getZoom(), 14));
    away();
  };
  const away = () => {
    if (!offMap) return;
    const out = map.hasLayer(pin) && !map.getBounds().contains(pin.getLatLng());
    offMap.hidden = !out;
    if (!out) return;
    const centre = map.getCenter(), km = centre.distanceTo(pin.getLatLng()) / 1000;
    const east = pin.getLatLng().lng - centre.lng, north = pin.getLatLng().lat - centre.lat;
    const way = Math.abs(east) > Math.abs(north) ? (east > 0 ? 'east' : 'west') : (north > 0 ? 'north' : 'south');
    const lang = document.documentElement.lang;
    offMap.textContent = fill(mapHost.dataset.away, {
      km: km.toLocaleString(lang, { maximumFractionDigits: km < 10 ? 1 : 0 }), way: mapHost.dataset[way],
    });
  };
  const point = at => {
    write({ lon: at.lng.toFixed(7), lat: at.lat.toFixed(7), method: 'map_click', native_x: '', native_y: '', epsg: '' });
    host.querySelectorAll('[data-readings] input').forEach(radio => { radio.checked = false; });
    show(false);
  };

  map.on('click', event => point(event.latlng));
  map.on('moveend', away);
  pin.on('dragend', () => point(pin.getLatLng()));
  for (const name of ['lon', 'lat']) input(name)?.addEventListener('input', () => {
    write({ native_x: '', native_y: '', epsg: '' }); // degrees typed by hand are their own original
    show(true);
  });
  readings(host, reading => {
    write({
      lon: reading.lon, lat: reading.lat, native_x: reading.native_x, native_y: reading.native_y, epsg: reading.epsg,
      ...(methodSaid ? {} : { method: reading.method }),
    });
    show(reading.outcome === 'inside');
  }, reading => Math.abs(reading.lon - number('lon')) < 1e-6 && Math.abs(reading.lat - number('lat')) < 1e-6);
  phonePosition(host, position => {
    const { longitude, latitude, accuracy } = position.coords;
    write({ lon: longitude.toFixed(7), lat: latitude.toFixed(7), accuracy: Math.ceil(accuracy), method: 'gnss', native_x: '', native_y: '', epsg: '' });
    show(true);
  });
  show(true);
}

// The server reads the text; the officer confirms. The reading inside the ward is chosen beforehand, but not on a page
// that came back with a choice already made.
function readings(host, choose, isChosen) {
  const text = host.querySelector('[data-coord]'), box = host.querySelector('[data-readings]');
  if (!text || !box || !host.dataset.readUrl) return;
  const list = box.querySelector('[data-list]'), status = box.querySelector('[data-status]');
  let timer = 0, running = null;
  const ask = async again => {
    running?.abort();
    running = new AbortController();
    list.replaceChildren();
    if (!text.value.trim()) { box.hidden = true; return; }
    const query = new URLSearchParams({ text: text.value, unit: host.dataset.unit || '' });
    try {
      const answer = await fetch(`${host.dataset.readUrl}?${query}`, { signal: running.signal, headers: { Accept: 'application/json' } });
      if (!answer.ok) throw new Error(`readings: ${answer.status}`);
      const { readings: found } = await answer.json();
      box.hidden = false;
      status.textContent = found.length ? fill(host.dataset.found, { n: found.length }) : host.dataset.none;
      found.forEach((reading, i) => list.append(choice(reading, i, choose)));
      const first = again ? found.find(isChosen) : found.find(r => r.outcome === 'inside');
      if (first) list.querySelectorAll('input')[found.indexOf(first)].checked = true;
      if (first && !again) choose(first);
    } catch (error) {
      if (error.name === 'AbortError') return;
      console.error(error);
      box.hidden = false;
      status.textContent = host.dataset.offline;
    }
  };
  text.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(ask, 450, false); });
  if (text.value.trim()) ask(true);
}

function choice(reading, i, choose) {
  const [tag, mark] = TAGS[reading.outcome] || TAGS.outside;
  const radio = el('input', { type: 'radio', name: 'reading', value: i, disabled: reading.outcome === 'impossible' });
  radio.addEventListener('change', () => choose(reading));
  return el('label', { class: 'choice' }, radio, el('strong', {}, reading.label),
    el('span', { class: `tag ${tag}` }, icon(mark), reading.outcome_label),
    reading.detail ? el('span', { class: 'small muted' }, reading.detail) : null);
}

function phonePosition(host, found) {
  const button = host.querySelector('[data-locate]');
  if (!button || !navigator.geolocation) return;
  button.hidden = false;
  button.addEventListener('click', () => navigator.geolocation.getCurrentPosition(found,
    () => { const s = host.querySelector('[data-locate-status]'); if (s) s.textContent = host.dataset.nolocate; },
    { enableHighAccuracy: true, timeout: 20000 }));
}

document.querySelectorAll('[data-placer]').forEach(startPlacer);

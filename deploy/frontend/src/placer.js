// The officer's placement: paste any notation, choose the reading, see it on the map, or point at the map.
// Without this script the same inputs (longitude, latitude, accuracy) are filled by hand.
import { el, fill, icon, settings } from './dom.js';
import { createMap } from './map/base.js';

const L = window.L;
const TAGS = { inside: ['ok', 'circle-check'], outside: ['warn', 'triangle-alert'] };

function startPlacer(host) {
  const mapHost = host.querySelector('.map');
  const map = createMap(mapHost, settings(mapHost));
  const input = name => host.querySelector(`[data-place="${name}"]`);
  const pin = L.marker([0, 0], {
    draggable: true, autoPan: true, keyboard: true,
    icon: L.divIcon({ className: 'mk placed', iconSize: [44, 44], html: el('span', {}) }),
  });
  const offMap = mapHost.querySelector('.off-map');
  const marks = readingMarks(map, mapHost, host);

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
    offMap.hidden = !out || marks.shown(); // the readings say so themselves
    if (!offMap.hidden) offMap.textContent = fill(mapHost.dataset.away, direction(map, mapHost, pin.getLatLng()));
  };
  const point = at => {
    write({ lon: at.lng.toFixed(7), lat: at.lat.toFixed(7), method: 'map_click', native_x: '', native_y: '', epsg: '' });
    unchoose();
    show(false);
  };
  const unchoose = () => {
    fromReading = false;
    host.querySelectorAll('[data-readings] input').forEach(radio => { radio.checked = false; });
    marks.current(null);
  };

  map.on('click', event => point(event.latlng));
  map.on('moveend', away);
  pin.on('dragend', () => point(pin.getLatLng()));
  for (const name of ['lon', 'lat']) input(name)?.addEventListener('input', () => {
    write({ native_x: '', native_y: '', epsg: '' }); // degrees typed by hand are their own original
    unchoose();
    show(true);
  });
  // What the page came with returns when a reading is given up for another text: nobody has chosen of that one yet.
  const opened = Object.fromEntries(['lon', 'lat', 'native_x', 'native_y', 'epsg', 'method'].map(name => [name, input(name)?.value]));
  let fromReading = false;
  const giveUp = () => {
    if (!fromReading) return;
    fromReading = false;
    write(methodSaid ? { ...opened, method: input('method')?.value } : opened);
    show(false);
  };
  readings(host, marks, giveUp, reading => {
    fromReading = true;
    write({
      lon: reading.lon, lat: reading.lat, native_x: reading.native_x, native_y: reading.native_y, epsg: reading.epsg,
      ...(methodSaid ? {} : { method: reading.method }),
    });
    marks.current(reading);
    show(reading.outcome === 'inside');
  }, reading => Math.abs(reading.lon - number('lon')) < 1e-6 && Math.abs(reading.lat - number('lat')) < 1e-6);
  phonePosition(host, position => {
    const { longitude, latitude, accuracy } = position.coords;
    write({ lon: longitude.toFixed(7), lat: latitude.toFixed(7), accuracy: Math.ceil(accuracy), method: 'gnss', native_x: '', native_y: '', epsg: '' });
    unchoose();
    show(true);
  });
  show(true);
}

// Where a point lies from the middle of the map: kilometres and one of four ways.
function direction(map, mapHost, at) {
  const centre = map.getCenter(), km = centre.distanceTo(at) / 1000;
  const east = (at.lng - centre.lng) * Math.cos(centre.lat * Math.PI / 180), north = at.lat - centre.lat;
  const way = Math.abs(east) > Math.abs(north) ? (east > 0 ? 'east' : 'west') : (north > 0 ? 'north' : 'south');
  const lang = document.documentElement.lang;
  return { km: km.toLocaleString(lang, { maximumFractionDigits: km < 10 ? 1 : 0 }), way: mapHost.dataset[way] };
}

// Every reading as a numbered mark; those outside the frame as buttons on its edge that name their direction.
// A mark or a button chooses the reading of its number, by finger, mouse or keyboard.
function readingMarks(map, mapHost, host) {
  const group = L.layerGroup().addTo(map), edge = mapHost.querySelector('.off-readings');
  let rows = [], chosen = null;
  const radioOf = reading => host.querySelectorAll('[data-list] input')[rows.indexOf(reading)];
  const choose = reading => { const radio = radioOf(reading); if (radio) { radio.checked = true; radio.dispatchEvent(new Event('change')); radio.focus(); } };
  const draw = () => {
    const held = document.activeElement?.dataset?.reading; // drawing again must not lose the keyboard's place
    group.clearLayers();
    edge?.replaceChildren();
    for (const reading of rows) {
      const at = L.latLng(reading.lat, reading.lon);
      const label = fill(host.dataset.mark, { n: reading.number, label: reading.label });
      if (map.getBounds().contains(at)) {
        if (reading === chosen) continue; // the pin stands there
        const html = el('b', {}, String(reading.number));
        const mark = L.marker(at, { keyboard: true, title: label, icon: L.divIcon({ className: 'mk reading', iconSize: [44, 44], html }) });
        const node = mark.addTo(group).getElement();
        node.setAttribute('aria-label', label);
        node.dataset.reading = reading.number;
        L.DomEvent.disableClickPropagation(node); // the map below would take it for a place pointed at
        node.addEventListener('click', () => choose(reading));
        node.addEventListener('keydown', event => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          choose(reading);
        });
      } else if (edge) {
        const words = fill(host.dataset.off, { n: reading.number, ...direction(map, mapHost, at) });
        const button = el('button', { type: 'button', 'data-reading': reading.number, 'aria-label': `${label}. ${words}` }, words);
        button.addEventListener('click', () => choose(reading));
        edge.append(el('li', {}, button));
      }
    }
    if (edge) edge.hidden = !edge.childElementCount;
    if (held) mapHost.querySelector(`[data-reading="${held}"]`)?.focus();
  };
  map.on('moveend', draw);
  return {
    put(found) {
      rows = found; chosen = null;
      const inside = found.filter(reading => reading.outcome === 'inside').map(reading => [reading.lat, reading.lon]);
      if (inside.length > 1) map.fitBounds(inside, { maxZoom: 16, padding: [70, 70], animate: false }); // far enough in to tell them apart
      draw();
    },
    current(reading) { chosen = reading; draw(); },
    shown: () => rows.length > 0,
  };
}

// The server reads the text; the officer confirms. One reading inside the ward is proposed beforehand, of two none is,
// and none on a page that came back with a choice already made.
const PATIENCE_MS = 450;
function readings(host, marks, giveUp, choose, isChosen) {
  const text = host.querySelector('[data-coord]'), box = host.querySelector('[data-readings]');
  if (!text || !box || !host.dataset.readUrl) return;
  const list = box.querySelector('[data-list]'), status = box.querySelector('[data-status]');
  const papers = [...host.querySelectorAll('[data-paper]')];
  const paperWords = host.querySelector('[data-paper-problem]');
  const button = host.querySelector('[data-read-now]'); // for pages without scripts
  if (button) { button.hidden = true; button.querySelector('button').disabled = true; }
  let timer = 0, running = null;
  const ask = async again => {
    running?.abort();
    running = new AbortController();
    list.replaceChildren();
    marks.put([]);
    if (!again) giveUp();
    if (!text.value.trim()) { box.hidden = true; return; }
    const query = new URLSearchParams({ text: text.value, unit: host.dataset.unit || '' });
    for (const paper of papers) query.set(paper.dataset.paper, paper.value);
    try {
      const answer = await fetch(`${host.dataset.readUrl}?${query}`, { signal: running.signal, headers: { Accept: 'application/json' } });
      if (!answer.ok) throw new Error(`readings: ${answer.status}`);
      const { readings: found, problem, paper_problem: paperProblem } = await answer.json();
      if (paperWords) { paperWords.textContent = paperProblem; paperWords.hidden = !paperProblem; }
      const proposed = again ? found.find(isChosen) : found.find(reading => reading.proposed);
      box.hidden = false;
      const words = found.length ? (proposed && !again ? host.dataset.one : host.dataset.found) : problem || host.dataset.none;
      status.textContent = fill(words, { n: found.length });
      found.forEach(reading => list.append(choice(reading, choose)));
      marks.put(found);
      if (!proposed) return;
      list.querySelectorAll('input')[found.indexOf(proposed)].checked = true;
      if (again) marks.current(proposed); else choose(proposed);
    } catch (error) {
      if (error.name === 'AbortError') return;
      console.error(error);
      box.hidden = false;
      status.textContent = host.dataset.offline;
    }
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(ask, PATIENCE_MS, false); };
  text.addEventListener('input', later);
  for (const paper of papers) paper.addEventListener('input', later);
  if (text.value.trim()) ask(true);
}

function choice(reading, choose) {
  const [tag, mark] = TAGS[reading.outcome] || TAGS.outside;
  const radio = el('input', { type: 'radio', name: 'reading', value: reading.value });
  radio.addEventListener('change', () => choose(reading));
  return el('label', { class: 'choice' }, radio, el('strong', {}, `${reading.number}. ${reading.label}`),
    el('span', { class: `tag ${tag}` }, icon(mark), reading.outcome_label),
    reading.assumes ? el('span', { class: 'small' }, reading.assumes) : null,
    reading.detail ? el('span', { class: 'small muted num' }, reading.detail) : null);
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

// Drawing a point, a route, an area or a protection zone. The list of corners in the form is the truth: the page also
// works without this script.
import { el, fill, settings } from './dom.js';
import { createMap } from './map/base.js';
import { drawShapes } from './tracer/drawn.js';
import { startLayer } from './tracer/layer.js';
import { areaOf, crossing, lengthOf } from './tracer/measure.js';
import { startModel, textOf } from './tracer/model.js';
import { startTable } from './tracer/table.js';

const L = window.L;
const WAIT_MS = 500, FINGER_PX = 22, FLOOR_M = 5;

function start(form) {
  const host = form.querySelector('[data-trace-map]'), config = settings(host), { kind, areas, parts, place } = config.tracing;
  const single = kind === 'point', words = form.dataset;
  const mark = document.documentElement.lang === 'en' ? '.' : ',';
  const corners = form.querySelector('[name=corners]'), say = form.querySelector('[data-say]');
  form.querySelectorAll('[data-js-only]').forEach(each => { each.hidden = false; });
  const map = createMap(host, config);
  map.getContainer().setAttribute('tabindex', '0');
  map.doubleClickZoom.disable(); // two corners set quickly are two corners
  drawShapes(map, config.shapes || []);
  if (place && !single) L.circleMarker(place, { radius: 5, className: 'trace-place', interactive: false }).addTo(map);
  const beside = (config.shapes || []).flatMap(shape => cornersOf(shape.geometry?.coordinates || []));
  const snapBox = form.querySelector('[data-snap]');
  const tell = (text, n) => { say.textContent = fill(text, { n }); };

  let ready = false, typed = false;
  const first = single ? (place ? [[[place]]] : []) : parts;
  const model = startModel(first, { single, changed: () => { if (ready) draw(); } });
  const layer = startLayer(map, {
    areas, single, model, words: { corner: words.corner }, snaps: () => (snapBox?.checked ? beside : null), snapped: () => tell(words.snapped),
  });
  const table = startTable(form, model, mark);

  const write = () => {
    if (typed) return;
    corners.value = single ? model.ring().map(each => each.map(v => String(v).replace('.', mark)).join('; ')).join('') : textOf(model.parts(), mark);
  };
  const draw = () => {
    const { hidden } = layer.draw();
    if (hidden > 0) tell(words.many);
    table.draw();
    write();
    const at = areas ? crossing(model.parts().filter(part => part[0].length > 2)) : null;
    layer.mark(at);
    form.querySelector('[data-problem]').textContent = at ? words.crossed : '';
    form.querySelector('[data-do=undo]').disabled = !model.canUndo();
    form.querySelector('[data-do=redo]').disabled = !model.canRedo();
    if (!single) form.querySelector('[data-size-line]').textContent = sizeOf(model, areas, words);
    form.dataset.corners = model.count(); // read by the browser tests
  };
  ready = true;
  map.on('moveend', () => layer.draw());

  const add = at => {
    const index = model.add(layer.snap(at));
    tell(words.added, index + 1);
    if (single) accuracy(form, map, at.lat, mark);
  };
  map.on('click', event => add(event.latlng));
  map.getContainer().addEventListener('keydown', event => {
    if (event.target !== map.getContainer()) return;
    if (event.key === 'Enter' || event.key === ' ') add(map.getCenter());
    else if ((event.key === 'Delete' || event.key === 'Backspace') && model.ring().length) {
      const last = model.selected() >= 0 ? model.selected() : model.ring().length - 1;
      model.remove(last);
      tell(words.removed, last + 1);
    } else return;
    event.preventDefault();
  });
  const acts = {
    centre: () => add(map.getCenter()),
    undo: () => model.undo() && tell(words.undone),
    redo: () => model.redo() && tell(words.redone),
    part: () => model.addPart(), hole: () => model.addHole(), drop: () => model.drop(),
    before: () => table.turn(-1), after: () => table.turn(1),
  };
  form.addEventListener('click', event => acts[event.target.closest('[data-do]')?.dataset.do]?.());
  form.addEventListener('keydown', event => {
    if (!(event.ctrlKey || event.metaKey) || event.target.matches('input, textarea, select')) return;
    const key = event.key.toLowerCase();
    if (key === 'z' && !event.shiftKey) acts.undo();
    else if (key === 'y' || (key === 'z' && event.shiftKey)) acts.redo();
    else return;
    event.preventDefault();
  });

  // Typed or pasted: the server reads it, so that one reader knows every notation.
  let timer = 0, running = null;
  corners.addEventListener('input', () => {
    typed = true;
    clearTimeout(timer);
    timer = setTimeout(() => read(corners.value), WAIT_MS);
  });
  async function read(text) {
    running?.abort();
    running = new AbortController();
    if (single) { readPoint(text); typed = false; return; }
    if (!text.trim()) { model.replace([]); typed = false; return; }
    const body = new FormData(form);
    body.set('corners', text);
    try {
      const answer = await fetch(words.readUrl, { method: 'POST', body, signal: running.signal, headers: { Accept: 'application/json' } });
      if (!answer.ok) throw new Error(`read: ${answer.status}`);
      const { parts: found, problem } = await answer.json();
      if (found) {
        model.replace(found);
        const all = found.flat(2);
        if (all.length && !map.getBounds().contains(L.latLngBounds(all))) map.fitBounds(L.latLngBounds(all), { padding: [24, 24] });
      }
      form.querySelector('[data-problem]').textContent = problem;
    } catch (error) {
      if (error.name === 'AbortError') return;
      console.error(error);
      form.querySelector('[data-problem]').textContent = words.offline;
    } finally {
      if (document.activeElement !== corners) typed = false;
    }
  }
  const readPoint = text => {
    const found = (text.match(/[-+]?\d+(?:[.,]\d+)?/g) || []).map(each => Number(each.replace(',', '.')));
    if (found.length === 2 && Math.abs(found[0]) <= 90 && Math.abs(found[1]) <= 180) model.replace([[[found]]]);
  };
  corners.addEventListener('blur', () => { typed = false; });
  if (!corners.value.trim() || model.count()) draw();
  else read(corners.value); // a page that came back with what could not be read
}

const cornersOf = list => (typeof list[0] === 'number' ? [[list[1], list[0]]] : list.flatMap(cornersOf));

/** A click is as exact as half a fingertip at this zoom; the same rule as gis.accuracy. */
function accuracy(form, map, lat, mark) {
  const perPixel = 40075016.686 * Math.cos(lat * Math.PI / 180) / (256 * 2 ** map.getZoom());
  form.querySelector('[name=accuracy_m]').value = String(Math.max(FLOOR_M, Number((FINGER_PX * perPixel).toFixed(1)))).replace('.', mark);
}

function sizeOf(model, areas, words) {
  if (!model.count()) return '';
  const lang = document.documentElement.lang, say = (value, digits) => value.toLocaleString(lang, { maximumFractionDigits: digits });
  const long = lengthOf(model.parts(), areas), length = long < 995 ? `${say(long, 0)} m` : `${say(long / 1000, 1)} km`;
  if (!areas) return fill(words.length, { length, n: say(model.count(), 0) });
  const square = areaOf(model.parts());
  const area = square < 1e4 ? `${say(square, 0)} m²` : square < 1e6 ? `${say(square / 1e4, 2)} ha` : `${say(square / 1e6, 2)} km²`;
  return fill(words.size, { area, length, n: say(model.count(), 0) });
}

document.querySelectorAll('form[data-tracer]').forEach(start);
for (const form of document.querySelectorAll('form[data-busy]')) {
  form.addEventListener('submit', () => form.append(el('p', { role: 'status' }, form.dataset.busy, ' ', el('progress', {}))));
}

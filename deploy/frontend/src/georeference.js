// Placing an old map: the picture and the ground side by side, numbered pairs in a table, residuals from the server.
// The table is the truth: it is a plain form that also works without this script.
import { fill, settings } from './dom.js';
import { pointMarkers, residualLines } from './geo/marks.js';
import { pictureMap } from './geo/picture.js';
import { startTable } from './geo/table.js';
import { createMap } from './map/base.js';
import { overlap } from './map/oldmaps.js';

const L = window.L;
const WAIT_MS = 350;

function start(form) {
  const panes = form.querySelector('[data-panes]'), say = form.querySelector('[data-say]');
  panes.hidden = false;
  form.querySelectorAll('[data-js-only]').forEach(each => { each.hidden = false; });
  const imageHost = form.querySelector('[data-image]'), groundHost = form.querySelector('[data-ground]');
  const config = settings(groundHost);
  const image = pictureMap(imageHost, config.picture);
  const ground = createMap(groundHost, config);
  ground.getContainer().setAttribute('tabindex', '0');
  if (config.old_map) showOldMap(form, ground, config.old_map);
  const outline = L.polygon([], { className: 'geo-outline', fill: false, interactive: false }).addTo(ground);
  const lines = residualLines(ground);
  const tell = (text, n) => { say.textContent = fill(text, { n }); };

  const table = startTable(form, {
    changed: () => { draw(); later(); },
    removed: n => tell(form.dataset.removed, n),
  });
  const name = n => fill(form.dataset.drag, { n });
  const onImage = pointMarkers(image.map, name, (index, at) => { table.setPixel(index, image.pixelOf(at)); });
  const onGround = pointMarkers(ground, name, (index, at) => { table.setPlace(index, at); });
  const draw = () => {
    const rows = table.rows();
    onImage.show(rows.map(row => (row.pixel ? image.at(row.pixel) : null)));
    onGround.show(rows.map(row => row.place));
  };

  // A click fills the first row that still lacks this side; without one a new row begins.
  const pickImage = at => {
    const index = table.firstWithout('pixel');
    table.setPixel(index, image.pixelOf(at));
    const row = table.rows()[index];
    tell(row.hasPlace ? form.dataset.done : form.dataset.nextMap, index + 1);
  };
  const pickGround = at => {
    const index = table.firstWithout('place');
    table.setPlace(index, at);
    const row = table.rows()[index];
    tell(row.pixel ? form.dataset.done : form.dataset.nextImage, index + 1);
  };
  const pick = { image: pickImage, ground: pickGround }, maps = { image: image.map, ground };
  for (const side of ['image', 'ground']) {
    const map = maps[side];
    map.on('click', event => pick[side](event.latlng));
    map.getContainer().addEventListener('keydown', event => {
      if (event.target !== map.getContainer() || (event.key !== 'Enter' && event.key !== ' ')) return;
      event.preventDefault();
      pick[side](map.getCenter());
    });
    form.querySelector(`[data-pick=${side}]`).addEventListener('click', () => pick[side](map.getCenter()));
  }

  let timer = 0, running = null;
  const later = () => { clearTimeout(timer); timer = setTimeout(ask, WAIT_MS); };
  const summary = form.querySelector('[data-summary]'), problem = form.querySelector('[data-fit-problem]');
  async function ask() {
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(form.dataset.fitUrl, {
        method: 'POST', body: new FormData(form), signal: running.signal, headers: { Accept: 'application/json' },
      });
      if (!answer.ok) throw new Error(`fit: ${answer.status}`);
      const trial = await answer.json();
      table.tell(trial.points);
      summary.textContent = trial.summary;
      problem.textContent = trial.problem;
      outline.setLatLngs(trial.outline.map(([lon, lat]) => [lat, lon]));
      lines.show(trial.points);
      draw();
      form.dataset.tried = trial.points.length; // read by the browser tests
    } catch (error) {
      if (error.name === 'AbortError') return;
      console.error(error);
      problem.textContent = form.dataset.offline;
    }
  }
  form.addEventListener('change', event => { if (event.target.matches('select')) later(); });
  draw();
  if (table.rows().some(row => row.pixel || row.hasPlace)) ask();
}

function showOldMap(form, map, old) {
  map.createPane('old-maps').style.zIndex = 250;
  const [west, south, east, north] = old.bounds;
  const layer = L.tileLayer(old.tiles, {
    pane: 'old-maps', bounds: [[south, west], [north, east]], minZoom: old.minzoom, maxNativeZoom: old.maxzoom, maxZoom: 24, opacity: 0.7,
  }).on('tileload', ({ tile }) => overlap(tile)).addTo(map);
  const slider = form.querySelector('[data-opacity]');
  slider?.addEventListener('input', () => layer.setOpacity(slider.value / 100));
}

document.querySelectorAll('form[data-georeference]').forEach(start);

// Items by period of history: a slider of dynasties that narrows list and map alike, with the density painted.
import { fill } from '../dom.js';
import { Heat } from './heat.js';

const STEP_MS = 2200, SETTLE_MS = 260;

export function startPeriods(host, view, config, go) {
  const panel = host.querySelector('[data-panel=period]');
  if (!panel) return null;
  const at = name => panel.querySelector(`[data-period-${name}]`);
  const slider = at('slider'), name = at('name'), told = at('told'), play = at('play'), heatBox = at('heat');
  const periods = config.periods, heat = new Heat(host);
  let timer = 0, playing = 0, counts = null;

  const current = () => periods[slider.value - 1];
  const say = () => {
    const period = current();
    const words = period ? fill(panel.dataset.one, { name: period.label, years: period.years }) : panel.dataset.all;
    name.textContent = words;
    slider.setAttribute('aria-valuetext', words);
    if (counts) told.textContent = fill(period ? panel.dataset.named : panel.dataset.carry, { n: period ? counts.by[period.code] ?? 0 : counts.dated, total: counts.total });
    panel.querySelectorAll('[data-bars] rect').forEach((bar, n) => bar.classList.toggle('on', n === slider.value - 1));
  };
  const choose = value => {
    slider.value = value;
    say();
    clearTimeout(timer);
    timer = setTimeout(() => go({ dynasty: current()?.code ?? null }), SETTLE_MS);
  };
  const stop = () => { clearInterval(playing); playing = 0; press(false); };
  const press = on => {
    play.setAttribute('aria-pressed', String(on));
    play.querySelector('use').setAttribute('href', on ? '#i-x' : '#i-play');
    play.querySelector('span').textContent = on ? play.dataset.stop : play.dataset.play;
  };
  slider.addEventListener('input', () => { stop(); choose(slider.value); });
  panel.addEventListener('click', ({ target }) => {
    const step = target.closest('[data-period-step]')?.dataset.periodStep;
    if (step) { stop(); choose(Math.max(0, Math.min(periods.length, Number(slider.value) + Number(step)))); }
  });
  play.addEventListener('click', () => {
    if (playing) { stop(); return; }
    press(true);
    choose(Number(slider.value) % periods.length + 1);
    playing = setInterval(() => (Number(slider.value) < periods.length ? choose(Number(slider.value) + 1) : stop()), STEP_MS);
  });
  const paint = () => {
    const on = panel.open && heatBox.checked;
    if (on) heat.addTo(view.map); else heat.remove();
    heat.set(view.features().map(feature => ({ lon: feature.geometry.coordinates[0], lat: feature.geometry.coordinates[1], count: feature.properties.count ?? 1 })));
  };
  heatBox.addEventListener('change', paint);
  view.onDraw(paint);
  panel.addEventListener('toggle', () => {
    if (!panel.open) stop();
    paint();
    if (panel.open) count();
  });

  /** How many of the search carry a period at all, and how many each. */
  async function count() {
    const query = new URLSearchParams(location.search);
    for (const each of ['dynasty', 'cursor', 'near', 'sort', 'limit']) query.delete(each);
    const dated = new URLSearchParams(query);
    dated.set('dynasty', periods.map(period => period.code).join());
    for (const each of [query, dated]) each.set('limit', '1');
    const ask = async (path, params) => {
      const answer = await fetch(`${path}?${params}`, { headers: { Accept: 'application/json' } });
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      return answer.json();
    };
    try {
      const [facets, all, some] = await Promise.all([ask('/api/v1/facets', query), ask('/api/v1/items', query), ask('/api/v1/items', dated)]);
      counts = { by: Object.fromEntries((facets.dynasty ?? []).map(each => [each.value, each.count])), total: all.total, dated: some.total };
      bars();
      say();
    } catch (error) { console.error(error); told.textContent = host.dataset.offline; }
  }
  function bars() {
    const most = Math.max(1, ...Object.values(counts.by));
    panel.querySelectorAll('[data-bars] rect').forEach((bar, n) => {
      const high = Math.round(34 * (counts.by[periods[n].code] ?? 0) / most);
      bar.setAttribute('height', Math.max(1, high));
      bar.setAttribute('y', 36 - Math.max(1, high));
    });
  }
  const restore = () => {
    const code = new URLSearchParams(location.search).get('dynasty');
    const known = periods.findIndex(period => period.code === code) + 1;
    if (!playing) slider.value = known;
    say();
    if (known && !panel.open && !restore.done) panel.open = true; // a link to a period shows which
    restore.done = true;
  };
  restore();
  return { restore };
}

// The point cloud viewer: one COPC file streamed by ranges on three, within a budget that a phone can hold.
import { Vector3 } from 'three';
import { budgetOf } from './cloud/budget.js';
import { EyeDome } from './cloud/edl.js';
import { pointMaterial } from './cloud/material.js';
import { Measure } from './cloud/measure.js';
import { Modes } from './cloud/modes.js';
import { Octree } from './cloud/octree.js';
import { watchPace } from './cloud/pace.js';
import { startPool } from './cloud/pool.js';
import { Streamer } from './cloud/streamer.js';
import { fill } from './dom.js';
import { fullScreen } from './screen.js';
import { openStage } from './three/stage.js';
import { press, toolbar } from './toolbar.js';

/** host: the figure, with data-src (COPC), data-worker and data-wasm addresses. */
export async function start(host, button) {
  const say = speaker(host), budget = budgetOf(host), ending = [];
  host.dataset.limit = budget.drawn; // read by the browser tests, like the other numbers put there
  const close = () => {
    ending.splice(0).reverse().forEach(each => each());
    say.nothing();
    button.disabled = false;
    button.hidden = false;
    button.focus();
  };
  const stage = openStage(host, lost => { // first: without WebGL nothing is downloaded
    if (lost === null) { close(); say.line(host.dataset.failed); } else if (lost) say.line(host.dataset.lost);
  });
  ending.push(stage.close);
  try {
    const pool = startPool(host.dataset.worker, budget.workers);
    ending.push(pool.stop);
    show(host, stage, await open(host, pool), pool, budget, say, ending, close);
    button.hidden = true;
    stage.canvas.focus({ preventScroll: true });
  } catch (error) {
    ending.splice(0).reverse().forEach(each => each());
    throw error;
  }
}

async function open(host, pool) {
  const { src, wasm } = host.dataset;
  const answer = await fetch(wasm);
  if (!answer.ok) throw new Error(`decoder: HTTP ${answer.status}`);
  await pool.all('init', { url: new URL(src, location.href).href, wasm: await answer.arrayBuffer() });
  const { head, info } = await pool.ask('open');
  const centre = [0, 1, 2].map(i => (info.cube[i] + info.cube[i + 3]) / 2);
  await pool.all('meta', { head, centre });
  const octree = new Octree(info, page => pool.ask('page', { page }));
  await octree.read(info.rootHierarchyPage);
  const local = p => new Vector3(p[0] - centre[0], p[1] - centre[1], p[2] - centre[2]);
  return { octree, low: local(head.min), high: local(head.max) };
}

function show(host, stage, { octree, low, high }, pool, budget, say, ending, close) {
  const material = pointMaterial(low.z, high.z), dome = new EyeDome(stage.renderer);
  const modes = new Modes(host, material, stage.touch);
  const streamer = new Streamer(stage, octree, pool, material, budget, {
    points: (ready, wanted) => say.points(ready, wanted, streamer.resident), node: facts => modes.learn(facts),
    offline: () => say.line(host.dataset.offline),
  });
  const measure = new Measure(host, stage, () => streamer.shown);
  const shade = shading(host, stage.touch), paced = watchPace(shade.tooSlow);
  const screen = fullScreen(host.querySelector('[data-screen]'), host.querySelector('[data-do=screen]'));
  const row = toolbar(host.querySelector('[data-tools]'), {
    home: stage.home, close, shade: shade.toggle, screen: screen.toggle,
    measure: () => measure.toggle(), 'measure-clear': () => measure.clear(),
  }, mode => modes.choose(mode));
  ending.push(row.hide, screen.leave, () => measure.dispose(), () => dome.dispose(), () => material.dispose());
  stage.canvas.addEventListener('keydown', event => {
    if (event.key === 'Escape' && !screen.isFull()) { if (measure.on) measure.toggle(false); else close(); }
  });
  stage.onResize(() => dome.resize());
  stage.frame({ low, high });
  stage.run(time => {
    streamer.update();
    const { renderer, scene, camera } = stage;
    if (shade.on) dome.draw(scene, camera);
    else { renderer.clear(); renderer.render(scene, camera); }
    renderer.render(measure.scene, camera);
    paced(time);
  });
}

// Shading is on until the device proves too slow for it; what the visitor chooses holds.
function shading(host, touch) {
  const button = host.querySelector('[data-do=shade]');
  let chosen = false;
  const state = {
    on: true,
    toggle() { chosen = true; state.set(!state.on); },
    tooSlow() { if (!chosen) state.set(false); },
    set(on) { state.on = on; press(button, on); touch(); },
  };
  press(button, true);
  return state;
}

// The line under the picture: how much is here, or what went wrong.
function speaker(host) {
  const state = host.querySelector('[data-state]'), number = n => n.toLocaleString(document.documentElement.lang);
  const line = text => { state.hidden = false; state.textContent = text; };
  return {
    line,
    nothing: () => { state.hidden = true; },
    points(ready, wanted, resident) {
      Object.assign(host.dataset, { points: ready, resident }); // read by the browser tests
      state.setAttribute('aria-busy', String(ready < wanted)); // readers hear the end of it, not each node
      if (wanted) line(fill(ready < wanted ? host.dataset.progress : host.dataset.ready, { n: number(ready), of: number(wanted) }));
    },
  };
}

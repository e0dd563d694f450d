// The point cloud viewer: one COPC file streamed by ranges on three, within a budget that a phone can hold.
import { BufferAttribute, BufferGeometry, Points, Vector3 } from 'three';
import { Octree } from './cloud/octree.js';
import { MODES, pointMaterial } from './cloud/material.js';
import { startPool } from './cloud/pool.js';
import { fill } from './dom.js';
import { frameBox, isPhone, openStage, tools } from './three/stage.js';

const BUDGET = { phone: 500_000, desk: 2_000_000 }; // points downloaded, kept and drawn alike
const KEPT = 1.3;                                   // nodes out of sight stay until this share of the budget
const RETRIES = 3;

/** host: the figure, with data-src (COPC), data-worker and data-wasm addresses. */
export async function start(host, button) {
  const stage = openStage(host, 'z'); // first: without WebGL nothing is downloaded
  const pool = startPool(host.dataset.worker, isPhone() ? 2 : 3);
  try {
    const view = await open(host, stage, pool);
    const close = () => { pool.stop(); stage.close(); host.querySelector('[data-state]').hidden = true; };
    tools(host, button, { home: view.home, close, mode: view.mode });
    button.hidden = true;
    stage.canvas.focus({ preventScroll: true });
  } catch (error) {
    pool.stop();
    stage.close();
    throw error;
  }
}

async function open(host, stage, pool) {
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
  const low = local(head.min), high = local(head.max), coloured = head.pointDataRecordFormat > 6;
  const material = pointMaterial(low.z, high.z, coloured);
  const home = () => frameBox(stage, low.clone().add(high).multiplyScalar(0.5), high.distanceTo(low), 'z');
  host.querySelectorAll('[data-mode]').forEach(b => {
    b.setAttribute('aria-pressed', String(MODES.indexOf(b.dataset.mode) === material.uniforms.mode.value));
    if (b.dataset.mode === 'rgb') b.hidden = !coloured;
  });
  home();
  stage.run(streamer(host, stage, octree, pool, material));
  return { home, mode: name => { material.uniforms.mode.value = MODES.indexOf(name); stage.touch(); } };
}

// One frame: choose nodes, show those that are here, ask for those that are not, forget the oldest.
function streamer(host, { scene, camera, canvas, renderer, touch }, octree, pool, material) {
  const budget = isPhone() ? BUDGET.phone : BUDGET.desk;
  let shown = [], resident = 0, busy = 0, frame = 0;
  const state = host.querySelector('[data-state]');

  const load = async node => {
    node.busy = true;
    busy++;
    try {
      const { position, colour } = await pool.ask('node', { node: node.raw });
      const geometry = new BufferGeometry().setAttribute('position', new BufferAttribute(position, 3));
      geometry.setAttribute('colour', new BufferAttribute(colour, 4, true));
      node.points = new Points(geometry, material);
      node.points.frustumCulled = false;
      node.points.visible = false;
      node.points.onBeforeRender = () => { material.uniforms.gap.value = node.size; material.uniformsNeedUpdate = true; };
      scene.add(node.points);
      resident += node.raw.pointCount;
    } catch (error) {
      node.failures++;
      console.error(error);
      if (state && node.failures === RETRIES) { state.hidden = false; state.textContent = host.dataset.offline; }
    } finally {
      node.busy = false;
      busy--;
      touch();
    }
  };
  const forget = () => {
    if (resident <= budget * KEPT) return;
    const old = [...octree.nodes.values()].filter(n => n.points && n.used !== frame).sort((a, b) => a.used - b.used);
    for (const node of old) {
      scene.remove(node.points);
      node.points.geometry.dispose();
      node.points = null;
      resident -= node.raw.pointCount;
      if (resident <= budget * KEPT) break;
    }
  };
  return () => {
    frame++;
    const scale = canvas.clientHeight * renderer.getPixelRatio() / (2 * Math.tan(camera.fov * Math.PI / 360));
    material.uniforms.scale.value = scale;
    for (const node of shown) if (node.points) node.points.visible = false;
    shown = octree.select(camera, scale, budget, touch);
    let ready = 0, wanted = 0;
    for (const node of shown) {
      node.used = frame;
      wanted += node.raw.pointCount;
      if (node.points) { node.points.visible = true; ready += node.raw.pointCount; }
      else if (node.raw.pointCount && !node.busy && node.failures < RETRIES && busy < pool.size * 2) load(node);
    }
    for (const node of shown) node.size = node.gap / (octree.hasShownChild(node) ? 2 : 1);
    forget();
    report(host, state, ready, wanted);
  };
}

function report(host, state, ready, wanted) {
  const number = n => n.toLocaleString(document.documentElement.lang);
  host.dataset.points = ready; // read by the browser tests
  if (!state || !wanted) return;
  state.hidden = false;
  const text = ready < wanted ? host.dataset.progress : host.dataset.ready;
  state.textContent = fill(text, { n: number(ready), of: number(wanted) });
}

// What both 3D viewers need: a canvas in the figure, a camera that turns by finger, mouse and keys, a careful loop.
import { PerspectiveCamera, Scene, Vector3, WebGLRenderer } from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';

const BACKGROUND = 0x17110e; // the viewer's own ground in site.css, the same in both themes

export class NoWebGL extends Error { constructor() { super('WebGL is not available'); this.name = 'NoWebGL'; } }

export const isPhone = () => matchMedia('(pointer: coarse)').matches;

/** up: 'z' for clouds, 'y' for glTF. The first still picture is replaced; the rest of the figure stays. */
export function openStage(host, up) {
  let renderer;
  try { renderer = new WebGLRenderer({ antialias: up === 'y', powerPreference: 'low-power' }); } catch { throw new NoWebGL(); }
  const stage = document.createElement('div'), canvas = renderer.domElement;
  stage.className = 'stage';
  stage.append(canvas);
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'application');
  canvas.setAttribute('aria-label', host.dataset.keys || '');
  const poster = host.querySelector('[data-poster]');
  poster?.before(stage);
  if (!poster) host.prepend(stage);
  if (poster) poster.hidden = true;

  const scene = new Scene(), camera = new PerspectiveCamera(50, 1, 0.1, 1000);
  const ground = () => renderer.setClearColor(BACKGROUND, 1);
  camera.up.set(0, up === 'z' ? 0 : 1, up === 'z' ? 1 : 0);
  renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
  ground();
  const controls = new OrbitControls(camera, canvas);
  const state = { dirty: true };
  const touch = () => { state.dirty = true; };
  controls.addEventListener('change', touch);
  canvas.addEventListener('webglcontextrestored', () => { ground(); touch(); });
  const watcher = new ResizeObserver(() => {
    renderer.setSize(stage.clientWidth, stage.clientHeight, false);
    camera.aspect = stage.clientWidth / Math.max(1, stage.clientHeight);
    camera.updateProjectionMatrix();
    touch();
  });
  watcher.observe(stage);
  keys(canvas, camera, controls);

  return {
    stage, canvas, renderer, scene, camera, controls, touch,
    run: frame => renderer.setAnimationLoop(() => {
      controls.update();
      if (!state.dirty) return;
      state.dirty = false;
      camera.updateMatrixWorld();
      frame?.();
      renderer.render(scene, camera);
    }),
    close() {
      renderer.setAnimationLoop(null);
      watcher.disconnect();
      controls.dispose();
      renderer.dispose();
      renderer.forceContextLoss();
      stage.remove();
      if (poster) poster.hidden = false;
    },
  };
}

/** Look at a box of the given centre and diagonal from its front, a little above. */
export function frameBox({ camera, controls }, centre, diagonal, up) {
  const from = up === 'z' ? new Vector3(-0.45, -0.85, 0.4) : new Vector3(-0.45, 0.4, 0.85);
  camera.near = diagonal / 2000;
  camera.far = diagonal * 20;
  camera.updateProjectionMatrix();
  controls.target.copy(centre);
  controls.minDistance = diagonal / 200;
  controls.maxDistance = diagonal * 4;
  camera.position.copy(centre).addScaledVector(from, diagonal * 0.78);
  controls.update();
}

// Arrows turn, plus and minus come nearer and go back.
function keys(canvas, camera, controls) {
  const turn = (azimuth, polar) => {
    const axis = camera.up.clone(), arm = camera.position.clone().sub(controls.target);
    const side = new Vector3().crossVectors(axis, arm).normalize(), angle = arm.angleTo(axis);
    arm.applyAxisAngle(axis, azimuth);
    if (angle + polar > 0.1 && angle + polar < Math.PI - 0.1) arm.applyAxisAngle(side.applyAxisAngle(axis, azimuth), polar);
    camera.position.copy(controls.target).add(arm);
  };
  const near = factor => camera.position.sub(controls.target).multiplyScalar(factor).add(controls.target);
  const moves = {
    ArrowLeft: () => turn(-0.12, 0), ArrowRight: () => turn(0.12, 0), ArrowUp: () => turn(0, -0.1), ArrowDown: () => turn(0, 0.1),
    '+': () => near(0.88), '=': () => near(0.88), '-': () => near(1.14),
  };
  canvas.addEventListener('keydown', event => {
    if (!moves[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    moves[event.key]();
    controls.update();
    controls.dispatchEvent({ type: 'change' });
  });
}

/** Connect the tool row; returns the clean-up. Buttons: data-do="home|close", data-mode="…". */
export function tools(host, button, { home, close, mode }) {
  const row = host.querySelector('[data-tools]');
  if (!row) return;
  row.hidden = false;
  const onClick = event => {
    const pressed = event.target.closest('button');
    if (!pressed) return;
    if (pressed.dataset.do === 'home') home();
    if (pressed.dataset.do === 'close') {
      row.hidden = true;
      row.removeEventListener('click', onClick);
      close();
      button.disabled = false;
      button.hidden = false;
      button.focus();
    }
    if (pressed.dataset.mode) {
      row.querySelectorAll('[data-mode]').forEach(b => b.setAttribute('aria-pressed', String(b === pressed)));
      mode(pressed.dataset.mode);
    }
  };
  row.addEventListener('click', onClick);
}

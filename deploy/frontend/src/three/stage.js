// A canvas in the figure, a camera that turns by finger, mouse and keys, a loop that draws only what changed.
import { PerspectiveCamera, Scene, Vector3, WebGLRenderer } from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import { NoWebGL } from '../webgl.js';
import { turnByKeys } from './keys.js';

export const GROUND = 0x17110e; // the viewer's own ground in site.css, the same in both themes
const FROM = new Vector3(-0.45, -0.85, 0.4).normalize(); // where the first look comes from
const MARGIN = 1.06;
const GIVEN_UP_MS = 10_000; // a lost context that does not come back within this is told as the end

/**
 * host: the figure; its poster is hidden while the stage is open.
 * lost: called with true when the graphics context is gone, with false when it is back, with null when it stays away.
 */
export function openStage(host, lost) {
  let renderer;
  try { renderer = new WebGLRenderer({ antialias: false, powerPreference: 'low-power' }); } catch { throw new NoWebGL(); }
  const stage = document.createElement('div'), canvas = renderer.domElement;
  stage.className = 'stage';
  stage.append(canvas);
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'application');
  canvas.setAttribute('aria-label', host.dataset.keys || '');
  const poster = host.querySelector('[data-poster]');
  host.querySelector('[data-screen]').prepend(stage);
  if (poster) poster.hidden = true;

  const scene = new Scene(), camera = new PerspectiveCamera(50, 1, 0.1, 1000);
  const ground = () => renderer.setClearColor(GROUND, 1);
  camera.up.set(0, 0, 1);
  renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
  renderer.autoClear = false;
  ground();
  const controls = new OrbitControls(camera, canvas), resized = [];
  let dirty = true, closed = false, box = null, waiting = 0;
  const touch = () => { dirty = true; };
  controls.addEventListener('change', touch);
  const home = () => { if (box) { lookAt(camera, controls, box); touch(); } };
  turnByKeys(canvas, camera, controls, home);
  canvas.addEventListener('webglcontextlost', () => {
    if (closed) return;
    lost(true);
    waiting = setTimeout(() => lost(null), GIVEN_UP_MS);
  });
  canvas.addEventListener('webglcontextrestored', () => {
    clearTimeout(waiting);
    ground(); // a new context has forgotten it
    touch();
    lost(false);
  });
  const fit = () => {
    renderer.setSize(stage.clientWidth, stage.clientHeight, false);
    camera.aspect = stage.clientWidth / Math.max(1, stage.clientHeight);
    camera.updateProjectionMatrix();
    resized.forEach(each => each());
    touch();
  };
  const watcher = new ResizeObserver(fit);
  watcher.observe(stage);
  fit();

  return {
    stage, canvas, renderer, scene, camera, controls, touch, home,
    onResize: each => { resized.push(each); each(); },
    /** shown: {low, high}, opposite corners of what to look at. */
    frame(shown) { box = shown; home(); },
    /** draw() is called for each frame in which something changed. */
    run: draw => renderer.setAnimationLoop(time => {
      controls.update();
      if (!dirty || renderer.getContext().isContextLost()) return;
      dirty = false;
      camera.updateMatrixWorld();
      draw(time);
    }),
    close() {
      closed = true;
      clearTimeout(waiting);
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

function lookAt(camera, controls, { low, high }) {
  const centre = low.clone().add(high).multiplyScalar(0.5), diagonal = Math.max(high.distanceTo(low), 1e-3);
  camera.near = diagonal / 2000;
  camera.far = diagonal * 20;
  camera.updateProjectionMatrix();
  controls.target.copy(centre);
  controls.minDistance = diagonal / 200;
  controls.maxDistance = diagonal * 6;
  camera.position.copy(centre).addScaledVector(FROM, MARGIN * Math.max(distanceToFit(camera, low, high, centre), diagonal / 10));
  controls.update();
}

// The nearest place along FROM from which every corner of the box is inside the picture.
function distanceToFit(camera, low, high, centre) {
  const ahead = FROM.clone().negate(), right = ahead.clone().cross(camera.up).normalize(), up = right.clone().cross(ahead);
  const tall = Math.tan(camera.fov * Math.PI / 360), wide = tall * camera.aspect;
  let farthest = 0;
  for (let i = 0; i < 8; i++) {
    const corner = new Vector3(i & 1 ? high.x : low.x, i & 2 ? high.y : low.y, i & 4 ? high.z : low.z).sub(centre);
    const needed = Math.max(Math.abs(corner.dot(right)) / wide, Math.abs(corner.dot(up)) / tall) - corner.dot(ahead);
    farthest = Math.max(farthest, needed);
  }
  return farthest;
}

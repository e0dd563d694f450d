// The mesh viewer: model-viewer, for its care with materials and its way into the phone's AR.
import { wantsLess } from './device.js';
import { el, fill, icon } from './dom.js';
import { useOwnDecoders } from './mesh/decoders.js';
import { modelElement, surfaceOf } from './mesh/element.js';
import { fullScreen } from './screen.js';
import { toolbar } from './toolbar.js';
import { requireWebGL } from './webgl.js';

let decodersSet = false;

/** host: the figure, with data-src (GLB), data-light (a smaller GLB or ""), data-draco-worker, data-draco-wasm. */
export async function start(host, button) {
  requireWebGL();
  const { dataset } = host, state = host.querySelector('[data-state]'), poster = host.querySelector('[data-poster]');
  if (!decodersSet) useOwnDecoders(dataset.dracoWorker, dataset.dracoWasm);
  decodersSet = true;
  const src = (wantsLess() && dataset.light) || dataset.src;
  const element = modelElement({
    src: new URL(src, location.href).href, alt: dataset.alt, a11y: dataset.a11y, 'camera-controls': true, ar: true,
    'ar-modes': 'webxr scene-viewer quick-look', 'touch-action': 'pan-y', 'interaction-prompt': 'none',
    'shadow-intensity': '0.6', loading: 'eager',
  }, { live: dataset.live });
  element.append(arButton(dataset.ar));
  const stage = el('div', { class: 'stage' }, element);
  host.querySelector('[data-screen]').prepend(stage);
  if (poster) poster.hidden = true;
  const leave = () => { stage.remove(); if (poster) poster.hidden = false; };
  try {
    await opened(element, share => { state.textContent = fill(dataset.progress, { percent: Math.round(share * 100) }); });
  } catch (error) {
    leave();
    throw error;
  }
  host.dataset.opened = src; // read by the browser tests
  state.textContent = dataset.ready;
  element.addEventListener('ar-status', event => { if (event.detail.status === 'failed') state.textContent = dataset.arFailed; });
  connect(host, button, element, () => { leave(); state.hidden = true; });
}

function connect(host, button, element, leave) {
  const screen = fullScreen(host.querySelector('[data-screen]'), host.querySelector('[data-do=screen]'));
  const close = () => {
    row.hide();
    screen.leave();
    leave();
    button.disabled = false;
    button.hidden = false;
    button.focus();
  };
  const home = () => { element.cameraOrbit = 'auto auto auto'; element.cameraTarget = 'auto auto auto'; element.fieldOfView = 'auto'; element.resetTurntableRotation(0); };
  const row = toolbar(host.querySelector('[data-tools]'), { home, close, screen: screen.toggle });
  element.addEventListener('keydown', event => {
    if (event.key === 'Escape' && !screen.isFull()) close();
    if (event.key === '0') home();
  });
  button.hidden = true;
  surfaceOf(element).focus({ preventScroll: true });
}

// Shown by model-viewer only where the device can place the object in the room.
function arButton(words) {
  return el('button', { slot: 'ar-button', class: 'btn gold ar', type: 'button' }, icon('scan-line'), words);
}

function opened(element, onProgress) {
  return new Promise((done, failed) => {
    element.addEventListener('progress', event => onProgress(event.detail.totalProgress));
    element.addEventListener('load', () => done(), { once: true });
    element.addEventListener('error', event => failed(new Error(`model: ${event.detail?.type || 'error'}`)), { once: true });
  });
}

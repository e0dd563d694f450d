// Deep zoom of one picture, or of the pages of a document, over IIIF Image 3, in the page, under the gallery.
import { clearAddress, writeAddress } from './deepzoom/address.js';
import { pageStrip } from './deepzoom/strip.js';
import { movesOf, openViewer } from './deepzoom/viewer.js';
import { fill } from './dom.js';
import { fullScreen } from './screen.js';
import { toolbar } from './toolbar.js';

const KEYS = {
  '+': 'in', '=': 'in', '-': 'out', 0: 'home', r: 'turn', R: 'turn', PageDown: 'next', PageUp: 'previous',
  ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down',
};
let closeOpen = null; // one picture at a time

/**
 * host: the gallery. button: [data-open-viewer data-tiles="…/info.json"]; of a document also data-asset and data-pages, the
 * id of the list of its pages. page: the number to begin with.
 */
export async function start(host, button, page = 1) {
  const panel = host.querySelector('[data-panel]'), stage = panel.querySelector('[data-stage]');
  closeOpen?.(false);
  panel.hidden = false;
  const source = button.dataset.pages ? document.getElementById(button.dataset.pages) : null;
  const strip = pageStrip(panel.querySelector('[data-strip]'), source, number => turnTo(number));
  const many = strip ? strip.tiles.size : 1, language = document.documentElement.lang;
  const tilesOf = number => strip?.tiles.get(number) || button.dataset.tiles;
  const sibling = host.closest('main')?.querySelectorAll('[data-open-viewer][data-pages]').length > 1;
  const title = document.title;
  let current = strip?.tiles.has(page) ? page : 1;
  const viewer = openViewer(stage, tilesOf(current), host.dataset.keys || ''), moves = movesOf(viewer);
  const failed = panel.querySelector('[data-failed-line]');
  const told = () => {
    const number = fill(host.dataset.page || '', { n: current, of: many });
    panel.querySelector('[data-title]').textContent = [button.dataset.caption, many > 1 && number].filter(Boolean).join(' · ');
    panel.querySelectorAll('[data-do=previous],[data-do=next]').forEach(each => {
      each.hidden = many < 2;
      each.disabled = each.dataset.do === 'next' ? current === many : current === 1;
    });
    if (!strip) return;
    strip.mark(current);
    document.title = `${number} · ${title}`;
    writeAddress(language, sibling ? button.dataset.asset : null, current);
  };
  const turnTo = number => {
    if (number === current || !strip?.tiles.has(number)) return;
    current = number;
    failed.hidden = true;
    viewer.open(tilesOf(number));
    told();
  };
  const screen = fullScreen(panel, panel.querySelector('[data-do=screen]'));
  const actions = {
    ...moves, next: () => turnTo(current + 1), previous: () => turnTo(current - 1), screen: screen.toggle, close: () => close(),
  };
  const row = toolbar(panel.querySelector('[data-tools]'), actions);
  const onKey = event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && !screen.isFull()) { close(); return; }
    const action = KEYS[event.key], onStage = stage.contains(event.target);
    if (!action || (!onStage && event.key.startsWith('Arrow'))) return;
    event.preventDefault();
    actions[action]();
  };
  const close = (focus = true) => {
    closeOpen = null;
    screen.leave();
    row.hide();
    viewer.destroy();
    stage.replaceChildren();
    panel.hidden = true;
    panel.removeEventListener('keydown', onKey);
    button.disabled = false;
    if (strip) { document.title = title; clearAddress(); }
    if (focus) button.focus();
  };
  closeOpen = close;
  panel.addEventListener('keydown', onKey);
  viewer.addHandler('open-failed', () => { failed.hidden = false; failed.textContent = host.dataset.failed; });
  viewer.addHandler('open', () => { failed.hidden = true; host.dataset.shown = current; }); // read by the browser tests
  told();
  host.querySelector('[data-state]').hidden = true;
  panel.scrollIntoView({ block: 'nearest' });
  viewer.canvas.focus({ preventScroll: true });
}

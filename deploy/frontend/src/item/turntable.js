// An object turned by its stills: drag, swipe, arrow keys. Needs no WebGL; without scripts the stills are links.
import { fill } from '../dom.js';

const DRAG = 28; // CSS pixels for one still

/** host: [data-turn] with an img, an input of type range and a list of links to the stills. */
export function turntable(host) {
  const links = [...host.querySelectorAll('[data-turn-stills] a')], picture = host.querySelector('[data-turn-picture]');
  const slider = host.querySelector('input'), frame = host.querySelector('[data-turn-frame]'), many = links.length;
  let at = 0, fetched = false;
  const fetchAll = () => { // not before somebody turns it
    if (fetched) return;
    fetched = true;
    links.forEach(link => { new Image().src = link.href; });
  };
  const show = number => {
    at = (number + many) % many;
    picture.src = links[at].href;
    picture.alt = links[at].textContent.trim();
    slider.value = at;
    slider.setAttribute('aria-valuetext', fill(host.dataset.still, { n: at + 1, of: many, what: links[at].textContent.trim() }));
  };
  slider.max = many - 1;
  slider.addEventListener('input', () => { fetchAll(); show(Number(slider.value)); });
  slider.addEventListener('keydown', event => { // a circle has no end
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    fetchAll();
    show(at + step);
  });
  let from = null;
  frame.addEventListener('pointerdown', event => {
    if (!event.isPrimary || event.button) return;
    from = { x: event.clientX, at };
    frame.setPointerCapture(event.pointerId);
    fetchAll();
  });
  frame.addEventListener('pointermove', event => {
    if (!from) return;
    const next = (from.at - Math.round((event.clientX - from.x) / DRAG) + many * 100) % many;
    if (next !== at) show(next);
  });
  for (const end of ['pointerup', 'pointercancel']) frame.addEventListener(end, () => { from = null; });
  picture.draggable = false;
  show(0);
  host.querySelector('[data-turn-live]').hidden = false;
}

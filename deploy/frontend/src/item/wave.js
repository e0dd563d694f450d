// The loudness of a recording drawn over its length: press or drag to go there; the arrow keys step five seconds.
import { el, fill } from '../dom.js';

const SVG = 'http://www.w3.org/2000/svg', BARS = 180, HEIGHT = 64, STEP_S = 5;

/** host: [data-wave] with the address of {"seconds", "peaks": [0…1, …]}; player: its audio or video element. */
export async function wave(host, player) {
  const answer = await fetch(host.dataset.wave);
  if (!answer.ok) throw new Error(`waveform: HTTP ${answer.status}`);
  const { seconds, peaks } = await answer.json();
  if (!(seconds > 0) || !Array.isArray(peaks) || !peaks.length) throw new Error('waveform: nothing to draw');
  const clip = el('div', { class: 'wave-played' }), slider = el('input', {
    type: 'range', min: 0, max: seconds, step: 'any', 'aria-label': host.dataset.label,
  });
  const drawn = bars(peaks), played = bars(peaks);
  const clipped = played.querySelector('[data-clip]');
  const show = () => {
    const share = Math.min(1, player.currentTime / seconds);
    clipped.setAttribute('width', share * BARS * 4);
    slider.value = player.currentTime;
    slider.setAttribute('aria-valuetext', fill(host.dataset.at, { at: clock(player.currentTime), of: clock(seconds) }));
  };
  const go = time => { player.currentTime = Math.max(0, Math.min(seconds, time)); show(); };
  slider.addEventListener('input', () => go(Number(slider.value)));
  slider.addEventListener('keydown', event => {
    const step = { ArrowRight: STEP_S, ArrowUp: STEP_S, ArrowLeft: -STEP_S, ArrowDown: -STEP_S }[event.key];
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      if (player.paused) player.play(); else player.pause();
    } else if (step) {
      event.preventDefault();
      go(player.currentTime + step);
    }
  });
  for (const each of ['timeupdate', 'seeked', 'loadedmetadata']) player.addEventListener(each, show);
  clip.append(played);
  host.replaceChildren(drawn, clip, slider);
  host.hidden = false;
  show();
}

// One bar for each share of the time, as high as its loudest peak; a hair where it is silent.
function bars(peaks) {
  const svg = document.createElementNS(SVG, 'svg'), path = document.createElementNS(SVG, 'path');
  let d = '';
  for (let bar = 0; bar < BARS; bar++) {
    const from = Math.floor(bar * peaks.length / BARS), to = Math.max(from + 1, Math.floor((bar + 1) * peaks.length / BARS));
    const top = Math.max(...peaks.slice(from, to).map(p => Math.min(1, Math.max(0, Number(p) || 0))));
    const half = Math.max(1, top * (HEIGHT / 2 - 2));
    d += `M${bar * 4 + 2} ${(HEIGHT / 2 - half).toFixed(1)}V${(HEIGHT / 2 + half).toFixed(1)}`;
  }
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${BARS * 4} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' })) svg.setAttribute(name, value);
  path.setAttribute('d', d);
  const id = `wave-${Math.random().toString(36).slice(2)}`, clip = document.createElementNS(SVG, 'clipPath'), box = document.createElementNS(SVG, 'rect');
  clip.setAttribute('id', id);
  box.setAttribute('data-clip', '');
  box.setAttribute('height', HEIGHT);
  box.setAttribute('width', BARS * 4);
  clip.append(box);
  path.setAttribute('clip-path', `url(#${id})`);
  svg.append(clip, path);
  return svg;
}

const clock = seconds => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

// Which ways of colouring the file can serve, found out as its nodes come; the legend of its classes.
import { el } from '../dom.js';
import { choose } from '../toolbar.js';
import { MODES, classColour } from './material.js';

const SVG = 'http://www.w3.org/2000/svg';

export class Modes {
  constructor(host, material, touch) {
    Object.assign(this, { host, material, touch, classes: new Set(), found: new Set(['height']), chosen: null });
    this.row = host.querySelector('[data-tools]');
    this.legend = host.querySelector('[data-legend]');
    this.names = JSON.parse(host.querySelector('[data-classes]')?.textContent || '{}');
    this.show();
  }

  /** {hasColour, intensities: [low, high] from 0 to 1, classes: codes} of one node. */
  learn({ hasColour, intensities, classes }) {
    const first = !this.seen;
    this.seen = true;
    if (hasColour) this.found.add('rgb');
    if (intensities[1] > intensities[0]) this.found.add('intensity');
    if (first) this.material.uniforms.intensities.value = intensities; // the root is a sample of the whole
    const known = this.classes.size;
    classes.forEach(code => this.classes.add(code));
    if (this.classes.size > 1) this.found.add('class');
    if (first && !this.chosen) this.paint(hasColour ? 'rgb' : 'height');
    if (first || this.classes.size > known) this.show();
  }

  choose(mode) { this.chosen = mode; this.paint(mode); }

  paint(mode) {
    this.mode = mode;
    this.material.uniforms.mode.value = MODES.indexOf(mode);
    choose(this.row, mode);
    this.legend.hidden = mode !== 'class';
    this.touch();
  }

  show() {
    this.row.querySelectorAll('[data-mode]').forEach(button => { button.hidden = !this.found.has(button.dataset.mode); });
    this.legend.replaceChildren(...[...this.classes].sort((a, b) => a - b).map(code =>
      el('li', {}, swatch(classColour(code)), this.names[code] || `${this.names.other || ''} ${code}`)));
  }
}

function swatch(colour) {
  const svg = document.createElementNS(SVG, 'svg'), box = document.createElementNS(SVG, 'rect');
  for (const [name, value] of Object.entries({ viewBox: '0 0 12 12', 'aria-hidden': 'true' })) svg.setAttribute(name, value);
  for (const [name, value] of Object.entries({ width: 12, height: 12, rx: 2, fill: colour })) box.setAttribute(name, value);
  svg.append(box);
  return svg;
}

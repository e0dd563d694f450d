// Measuring: two points by tap, click or the crosshair and Enter; a line between them and its length in words.
import { BufferAttribute, BufferGeometry, Line, LineBasicMaterial, Points, PointsMaterial, Scene } from 'three';
import { fill } from '../dom.js';
import { press } from '../toolbar.js';
import { distance, factorsOf, written } from './distance.js';
import { pick } from './pick.js';

const MOUSE_PX = 6, FINGER_PX = 14, STILL_PX = 8; // how far off a point may be; how far a tap may slip
const LINE = 0xf2c14e; // the gold of the look on the viewer's ground

export class Measure {
  /** host: words in data-measure-* and the file's unit in data-metres. shown(): the nodes on the screen. */
  constructor(host, stage, shown) {
    Object.assign(this, { host, stage, shown, points: [], on: false });
    this.words = host.querySelector('[data-measured]');
    this.toggler = host.querySelector('[data-do=measure]');
    this.clearer = host.querySelector('[data-do=measure-clear]');
    this.cross = Object.assign(document.createElement('div'), { className: 'crosshair', hidden: true });
    this.cross.setAttribute('aria-hidden', 'true');
    stage.stage.append(this.cross);
    this.scene = new Scene();
    const depthless = { color: LINE, depthTest: false, transparent: true };
    this.line = new Line(new BufferGeometry(), new LineBasicMaterial(depthless));
    this.dots = new Points(new BufferGeometry(), new PointsMaterial({ ...depthless, size: 9, sizeAttenuation: false }));
    this.line.frustumCulled = this.dots.frustumCulled = false;
    this.scene.add(this.line, this.dots);
    this.draw();
    this.listen();
  }

  listen() {
    const { canvas } = this.stage;
    let down = null;
    canvas.addEventListener('pointerdown', event => { down = event.isPrimary ? [event.clientX, event.clientY] : null; });
    canvas.addEventListener('pointerup', event => {
      if (!this.on || !down || !event.isPrimary || Math.hypot(event.clientX - down[0], event.clientY - down[1]) > STILL_PX) return;
      const frame = canvas.getBoundingClientRect();
      this.take(event.clientX - frame.left, event.clientY - frame.top, event.pointerType === 'mouse' ? MOUSE_PX : FINGER_PX);
    });
    canvas.addEventListener('keydown', event => {
      if (!this.on || event.key !== 'Enter') return;
      event.preventDefault();
      this.take(canvas.clientWidth / 2, canvas.clientHeight / 2, FINGER_PX);
    });
  }

  toggle(on = !this.on) {
    this.on = on;
    press(this.toggler, on);
    this.cross.hidden = !on;
    if (on) this.stage.canvas.focus({ preventScroll: true });
    this.tell();
  }

  clear() {
    this.points = [];
    this.draw();
    this.tell();
  }

  take(x, y, reach) {
    const point = pick(this.shown(), this.stage.camera, this.stage.canvas, x, y, reach);
    if (point) this.points = [...(this.points.length > 1 ? [] : this.points), point];
    this.draw();
    this.tell(!point);
  }

  draw() {
    const flat = new Float32Array(this.points.flatMap(p => [p.x, p.y, p.z]));
    for (const shape of [this.line, this.dots]) {
      shape.geometry.dispose();
      shape.geometry = new BufferGeometry().setAttribute('position', new BufferAttribute(flat, 3));
      shape.visible = this.points.length > (shape === this.line ? 1 : 0);
    }
    this.stage.touch();
  }

  tell(missed = false) {
    const { dataset } = this.host, [a, b] = this.points;
    let text = '';
    if (missed) text = dataset.measureMissed;
    else if (b) text = this.sentence(a, b);
    else if (this.on) text = a ? dataset.measureSecond : dataset.measureFirst;
    this.words.textContent = text;
    this.words.hidden = !text;
    this.clearer.hidden = !this.points.length;
  }

  sentence(a, b) {
    const factors = factorsOf(this.host.dataset.metres), { total, flat, up } = distance(a, b, factors);
    this.host.dataset.distance = total; // read by the browser tests
    const language = document.documentElement.lang, say = length => written(length, language);
    const text = factors ? this.host.dataset.measureMetres : this.host.dataset.measureUnits;
    return fill(text, { total: say(total), flat: say(flat), up: say(up) });
  }

  dispose() {
    this.cross.remove();
    this.words.hidden = true;
    for (const shape of [this.line, this.dots]) { shape.geometry.dispose(); shape.material.dispose(); }
    press(this.toggler, false);
    this.clearer.hidden = true;
  }
}

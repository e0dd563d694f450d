// One frame: choose nodes, show those that are here, ask for those that are not, forget the longest unseen.
import { BufferAttribute, BufferGeometry, Points } from 'three';

const RETRIES = 3;

export class Streamer {
  /** told: {points(ready, wanted), node(facts of a node that came), offline()}. */
  constructor(stage, octree, pool, material, budget, told) {
    Object.assign(this, { stage, octree, pool, material, budget, told });
    this.shown = [];
    this.resident = 0;
    this.busy = 0;
    this.tick = 0;
  }

  update() {
    this.tick++;
    const { camera, canvas, renderer, touch } = this.stage;
    const scale = canvas.clientHeight * renderer.getPixelRatio() / (2 * Math.tan(camera.fov * Math.PI / 360));
    this.material.uniforms.scale.value = scale;
    for (const node of this.shown) if (node.points) node.points.visible = false;
    this.shown = this.octree.select(camera, scale, this.budget.drawn, touch);
    let ready = 0, wanted = 0;
    for (const node of this.shown) {
      node.used = this.tick;
      wanted += node.raw.pointCount;
      if (node.points) { node.points.visible = true; ready += node.raw.pointCount; }
      else if (this.mayLoad(node)) this.load(node);
    }
    for (const node of this.shown) node.size = node.gap / (this.octree.hasShownChild(node) ? 2 : 1);
    this.forget();
    this.told.points(ready, wanted);
  }

  mayLoad(node) {
    return node.raw.pointCount && !node.busy && node.failures < RETRIES && this.busy < this.pool.size * 2;
  }

  async load(node) {
    node.busy = true;
    this.busy++;
    try {
      const came = await this.pool.ask('node', { node: node.raw });
      node.points = this.pointsOf(node, came);
      this.stage.scene.add(node.points);
      this.resident += node.raw.pointCount;
      this.told.node(came);
    } catch (error) {
      node.failures++;
      console.error(error);
      if (node.failures === RETRIES) this.told.offline();
    } finally {
      node.busy = false;
      this.busy--;
      this.stage.touch();
    }
  }

  pointsOf(node, { position, colour, intensity }) {
    const geometry = new BufferGeometry().setAttribute('position', new BufferAttribute(position, 3));
    geometry.setAttribute('colour', new BufferAttribute(colour, 4, true));
    geometry.setAttribute('intensity', new BufferAttribute(intensity, 1, true));
    const points = new Points(geometry, this.material);
    points.frustumCulled = false;
    points.visible = false;
    points.onBeforeRender = () => { this.material.uniforms.gap.value = node.size; this.material.uniformsNeedUpdate = true; };
    return points;
  }

  forget() {
    if (this.resident <= this.budget.kept) return;
    const unseen = [...this.octree.nodes.values()].filter(n => n.points && n.used !== this.tick).sort((a, b) => a.used - b.used);
    for (const node of unseen) {
      this.stage.scene.remove(node.points);
      node.points.geometry.dispose();
      node.points = null;
      this.resident -= node.raw.pointCount;
      if (this.resident <= this.budget.kept) break;
    }
  }
}

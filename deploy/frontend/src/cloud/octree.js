// The octree of a COPC file: which nodes are known, which are worth showing from where the camera stands.
import { Box3, Frustum, Matrix4, Vector3 } from 'three';

const ENOUGH_PX = 1.5; // a node whose spacing is finer than this on screen needs no children

export class Octree {
  /** cube: [minx, miny, minz, maxx, maxy, maxz] in file units; spacing: of the root node, same units. */
  constructor({ cube, spacing }, loadPage) {
    this.side = cube[3] - cube[0];
    this.spacing = spacing;
    this.loadPage = loadPage;
    this.nodes = new Map();
    this.pages = new Map();
  }

  async read(page) {
    const { nodes, pages } = await this.loadPage(page);
    for (const [key, sub] of Object.entries(pages)) this.pages.set(key, sub);
    for (const [key, raw] of Object.entries(nodes)) this.nodes.set(key, this.node(key, raw));
  }

  node(key, raw) {
    const [depth, x, y, z] = key.split('-').map(Number), size = this.side / 2 ** depth;
    const low = new Vector3(x, y, z).multiplyScalar(size).subScalar(this.side / 2);
    const children = [...Array(8).keys()].map(i =>
      `${depth + 1}-${2 * x + (i & 1)}-${2 * y + ((i >> 1) & 1)}-${2 * z + (i >> 2)}`);
    return { raw, children, gap: this.spacing / 2 ** depth, box: new Box3(low, low.clone().addScalar(size)), used: 0, failures: 0 };
  }

  hasShownChild(node) { return node.children.some(key => this.nodes.get(key)?.points?.visible); }

  /** Nodes to show, coarse to fine, within the budget of points; pages that are missing are asked for. */
  select(camera, pixelsPerUnit, budget, onPage) {
    const frustum = new Frustum().setFromProjectionMatrix(
      new Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse));
    const queue = [], chosen = [];
    let points = 0;
    const consider = (key, parent) => {
      const node = this.nodes.get(key);
      if (!node) { this.wantPage(key, parent, onPage); return; }
      if (!frustum.intersectsBox(node.box)) return;
      node.error = node.gap * pixelsPerUnit / Math.max(0.05, node.box.distanceToPoint(camera.position));
      queue.push(node);
    };
    consider('0-0-0-0', null);
    while (queue.length) {
      queue.sort((a, b) => a.error - b.error);
      const node = queue.pop();
      if (chosen.length && points + node.raw.pointCount > budget) break;
      points += node.raw.pointCount;
      chosen.push(node);
      if (node.error > ENOUGH_PX) node.children.forEach(key => consider(key, node));
    }
    return chosen;
  }

  wantPage(key, parent, onPage) {
    const page = this.pages.get(key);
    if (!page || (parent && !parent.points && parent.raw.pointCount)) return;
    this.pages.delete(key);
    this.read(page).then(onPage, console.error);
  }
}

// The point of the cloud that the visitor means by a place on the screen.
import { Matrix4, Ray, Sphere, Vector3 } from 'three';

/**
 * nodes: those shown. x, y: CSS pixels from the canvas's upper left corner; reach: how far off a point may be, in pixels.
 * Returns the point in cloud coordinates, or null. The nearest face wins, in it the point nearest to the finger.
 */
export function pick(nodes, camera, canvas, x, y, reach) {
  const width = canvas.clientWidth, height = canvas.clientHeight;
  const matrix = new Matrix4().multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse), e = matrix.elements;
  const ray = rayThrough(camera, x, y, width, height), found = [];
  const spread = reach * 2 * Math.tan(camera.fov * Math.PI / 360) / height; // radius of the reach at distance 1
  for (const node of nodes) {
    if (!node.points?.visible || !mayHold(node, ray, camera, spread)) continue;
    const p = node.points.geometry.attributes.position.array;
    for (let i = 0; i < p.length; i += 3) {
      const w = e[3] * p[i] + e[7] * p[i + 1] + e[11] * p[i + 2] + e[15];
      if (w <= 0) continue;
      const dx = ((e[0] * p[i] + e[4] * p[i + 1] + e[8] * p[i + 2] + e[12]) / w + 1) * width / 2 - x;
      if (dx > reach || dx < -reach) continue;
      const dy = (1 - (e[1] * p[i] + e[5] * p[i + 1] + e[9] * p[i + 2] + e[13]) / w) * height / 2 - y;
      const off = dx * dx + dy * dy;
      if (off <= reach * reach) found.push({ at: new Vector3(p[i], p[i + 1], p[i + 2]), depth: w, off, gap: node.gap });
    }
  }
  if (!found.length) return null;
  const first = found.reduce((a, b) => (a.depth < b.depth ? a : b));
  const face = found.filter(each => each.depth <= first.depth * 1.005 + 2 * first.gap);
  return face.reduce((a, b) => (a.off < b.off ? a : b)).at;
}

function rayThrough(camera, x, y, width, height) {
  const far = new Vector3(x / width * 2 - 1, 1 - y / height * 2, 0.5).unproject(camera);
  return new Ray(camera.position.clone(), far.sub(camera.position).normalize());
}

function mayHold(node, ray, camera, spread) {
  const ball = node.box.getBoundingSphere(new Sphere());
  ball.radius += spread * (ball.center.distanceTo(camera.position) + ball.radius);
  return ray.intersectsSphere(ball);
}

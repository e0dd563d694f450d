// Length, area and crossings of what is being drawn. The server measures again on the ellipsoid when it is kept.
const RADIUS_M = 6371008.8, DEGREE = Math.PI / 180;
const MOST_SEGMENTS = 1500; // every pair is compared; beyond, the server tells

export function metres([lat, lon], [lat2, lon2]) {
  const a = Math.sin((lat2 - lat) * DEGREE / 2) ** 2
    + Math.cos(lat * DEGREE) * Math.cos(lat2 * DEGREE) * Math.sin((lon2 - lon) * DEGREE / 2) ** 2;
  return 2 * RADIUS_M * Math.asin(Math.min(1, Math.sqrt(a)));
}

export function lengthOf(parts, closed) {
  return parts.flat().reduce((sum, ring) => sum + segmentsOf(ring, closed).reduce((all, [a, b]) => all + metres(a, b), 0), 0);
}

/** Square metres of areas, holes taken out. */
export function areaOf(parts) {
  return parts.reduce((sum, [outer, ...holes]) => sum + ringArea(outer) - holes.reduce((all, hole) => all + ringArea(hole), 0), 0);
}

function ringArea(ring) {
  let sum = 0;
  ring.forEach(([lat, lon], n) => {
    const [lat2, lon2] = ring[(n + 1) % ring.length];
    sum += (lon2 - lon) * DEGREE * (2 + Math.sin(lat * DEGREE) + Math.sin(lat2 * DEGREE));
  });
  return Math.abs(sum / 2) * RADIUS_M ** 2;
}

export function segmentsOf(ring, closed) {
  const found = ring.slice(1).map((corner, n) => [ring[n], corner]);
  if (closed && ring.length > 2) found.push([ring[ring.length - 1], ring[0]]);
  return found;
}

/** Where an edge crosses another: a [lat, lon], or null. Edges that share a corner do not cross. */
export function crossing(parts) {
  const all = parts.flat().flatMap(ring => segmentsOf(ring, true));
  if (all.length > MOST_SEGMENTS) return null;
  for (let i = 0; i < all.length; i += 1) {
    for (let j = i + 1; j < all.length; j += 1) {
      const at = meet(all[i], all[j]);
      if (at) return at;
    }
  }
  return null;
}

function meet([a, b], [c, d]) {
  if ([a, b].some(p => [c, d].some(q => p[0] === q[0] && p[1] === q[1]))) return null;
  const [rx, ry, sx, sy] = [b[1] - a[1], b[0] - a[0], d[1] - c[1], d[0] - c[0]];
  const across = rx * sy - ry * sx;
  if (!across) return null;
  const t = ((c[1] - a[1]) * sy - (c[0] - a[0]) * sx) / across, u = ((c[1] - a[1]) * ry - (c[0] - a[0]) * rx) / across;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? [a[0] + t * ry, a[1] + t * rx] : null;
}

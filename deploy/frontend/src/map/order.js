// The order of a walk: from the first stop always to the nearest next, then crossings taken out (2-opt).
const EARTH_M = 6371008.8; // mean radius, as gis.distance on the server

/** Metres between two {lon, lat} along a great circle. */
export function metres(a, b) {
  const rad = degrees => degrees * Math.PI / 180;
  const chord = Math.sin(rad(b.lat - a.lat) / 2) ** 2
    + Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.sin(rad(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(chord)));
}

export const straight = points => points.slice(1).reduce((sum, point, n) => sum + metres(points[n], point), 0);

/** The same stops in a short order; the first stays first, since somebody stands there. Never longer than before. */
export function shorten(points) {
  if (points.length < 3) return [...points];
  const left = points.slice(1), path = [points[0]];
  while (left.length) {
    const last = path[path.length - 1];
    const nearest = left.reduce((best, each, n) => (metres(last, each) < metres(last, left[best]) ? n : best), 0);
    path.push(...left.splice(nearest, 1));
  }
  const better = untangle(path);
  return straight(better) < straight(points) - 0.5 ? better : [...points];
}

function untangle(path) {
  let best = path, changed = true;
  while (changed) {
    changed = false;
    for (let i = 1; i < best.length - 1; i += 1) {
      for (let k = i + 1; k < best.length; k += 1) {
        const turned = [...best.slice(0, i), ...best.slice(i, k + 1).reverse(), ...best.slice(k + 1)];
        if (straight(turned) < straight(best) - 1e-6) { best = turned; changed = true; }
      }
    }
  }
  return best;
}

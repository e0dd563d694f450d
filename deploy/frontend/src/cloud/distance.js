// A distance between two points of a cloud, in metres where the file says its unit.

/**
 * a, b: {x, y, z} in file units. factors: metres for one unit along x, y and z, or null where the unit is unknown.
 * Returns {total, flat, up}: straight, level and upright; in metres, or in file units where factors is null.
 */
export function distance(a, b, factors) {
  const [fx, fy, fz] = factors || [1, 1, 1];
  const dx = (b.x - a.x) * fx, dy = (b.y - a.y) * fy, dz = (b.z - a.z) * fz;
  return { total: Math.hypot(dx, dy, dz), flat: Math.hypot(dx, dy), up: Math.abs(dz) };
}

/** "1 1 1" -> [1, 1, 1]; anything that is not three positive numbers -> null. */
export function factorsOf(text) {
  const numbers = (text || '').split(' ').map(Number);
  return numbers.length === 3 && numbers.every(n => n > 0 && Number.isFinite(n)) ? numbers : null;
}

/** Two decimals below ten metres, one below a hundred, none above. */
export function written(length, language) {
  const digits = length < 10 ? 2 : length < 100 ? 1 : 0;
  return length.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

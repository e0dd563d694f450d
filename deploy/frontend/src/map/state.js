// What an address says of the map after its "#": map=zoom/lat/lon, layers, item, walk. The search stands before it.
const MAP = /^(\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)$/;

export const readHash = () => new URLSearchParams(location.hash.slice(1));

/** changes: {name: text, or null to drop it}. A step that a person would go back from is pushed. */
export function writeHash(changes, { push = false } = {}) {
  const params = readHash();
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') params.delete(name);
    else params.set(name, value);
  }
  const text = params.toString().replace(/%2F/g, '/').replace(/%2C/g, ',');
  const address = `${location.pathname}${location.search}${text ? `#${text}` : ''}`;
  if (address === `${location.pathname}${location.search}${location.hash}`) return;
  history[push ? 'pushState' : 'replaceState'](null, '', address);
}

/** {zoom, lat, lon} of an address, or null: nothing in there, or nothing on this Earth. */
export function placeOf(params) {
  const found = MAP.exec(params.get('map') ?? '');
  if (!found) return null;
  const [zoom, lat, lon] = found.slice(1).map(Number);
  return zoom <= 24 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180 ? { zoom, lat, lon } : null;
}

export const placeText = (zoom, lat, lon) => `${+zoom.toFixed(1)}/${lat.toFixed(5)}/${lon.toFixed(5)}`;

/** A link for others: the same map and search, without where the sender stood. */
export function permalink() {
  const url = new URL(location.href);
  for (const name of ['near', 'radius_m']) url.searchParams.delete(name);
  if (url.searchParams.get('sort') === 'distance') url.searchParams.delete('sort');
  return url.href;
}

/** A small choice kept between visits; without storage it lasts for the page. */
export function kept(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else if (value !== undefined) localStorage.setItem(name, value);
    return localStorage.getItem(name);
  } catch { return null; }
}

// Which of the chosen files belong to which, so that a model travels with its textures and a map with its world file.
// Only names are read here; the server decides again by the content.
const HEAD = 4 << 20, WORLD = /\.(wld|jgw|jpgw|tfw|tifw|pgw|pngw|jpw|j2w|prj)$/i, PICTURE = /\.(jpe?g|png|tiff?|webp|jp2)$/i;
const OPTION = /^-(?:(?:s|o|t)(?:\s+[-+.\deE]+){1,3}|mm(?:\s+[-+.\deE]+){2}|(?:bm|boost|texres)\s+[-+.\deE]+|(?:blendu|blendv|clamp|cc|imfchan|type|colorspace)\s+\S+)\s+/i;

const key = name => name.replace(/\\/g, '/').split('/').pop().normalize('NFC').trim().toLowerCase();
const stem = name => key(name).replace(/\.[^.]*$/, '');
const lines = (text, word) => [...text.matchAll(new RegExp(`^[ \\t]*(?:${word})[ \\t]+(\\S.*?)[ \\t\\r]*$`, 'gim'))].map(match => match[1]);

async function wanted(file, find) {
  const text = () => file.slice(0, HEAD).text();
  if (/\.gltf$/i.test(file.name)) {
    try {
      const made = JSON.parse(await file.text());
      return [...(made.buffers || []), ...(made.images || [])].map(each => each.uri).filter(uri => uri && !uri.startsWith('data:')).map(plain);
    } catch { return []; }
  }
  if (/\.obj$/i.test(file.name)) return lines(await text(), 'mtllib').flatMap(name => find(name) ? [name] : name.split(/\s+/));
  if (/\.mtl$/i.test(file.name)) return lines(await text(), 'map_\\w+|bump|norm|disp|decal|refl').map(withoutOptions);
  return [];
}

function plain(uri) {
  try { return decodeURIComponent(uri); } catch { return uri; }
}

function withoutOptions(name) {
  let rest = `${name} `;
  while (OPTION.test(rest)) rest = rest.replace(OPTION, '');
  return rest.trim();
}

// Groups of entries that must come in one request; the main file first. Entries without companions stay alone.
export async function grouped(entries) {
  const by = new Map(entries.map(entry => [key(entry.file.name), entry]));
  const find = name => by.get(key(name));
  const parent = new Map();
  const root = entry => { let at = entry; while (parent.has(at)) at = parent.get(at); return at; };
  const join = (main, entry) => { if (entry && root(main) !== root(entry)) parent.set(root(entry), root(main)); };
  for (const entry of entries) for (const name of await wanted(entry.file, find)) join(entry, find(name));
  for (const entry of entries.filter(each => WORLD.test(each.file.name))) {
    entries.filter(each => PICTURE.test(each.file.name) && stem(each.file.name) === stem(entry.file.name)).forEach(each => join(each, entry));
  }
  const groups = new Map();
  for (const entry of entries) groups.set(root(entry), []);
  for (const entry of entries) groups.get(root(entry)).push(entry);
  return [...groups].map(([main, members]) => [main, ...members.filter(each => each !== main)]);
}

// Print the notices of everything that the committed bundles contain.
import { existsSync, readFileSync, readdirSync } from 'node:fs';

const BUNDLED = ['three', '@google/model-viewer', '@monogrid/gainmap-js', 'lit', 'copc', 'laz-perf', 'openseadragon', 'lucide-static',
  'protomaps-leaflet', 'pmtiles', 'fflate', '@mapbox/point-geometry', '@mapbox/vector-tile', 'pbf', 'potpack', 'color2k', 'rbush', 'quickselect', '@protomaps/basemaps'];
for (const name of BUNDLED) {
  const root = `node_modules/${name}`;
  const { version, license } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
  const file = readdirSync(root).find(f => /^licen[cs]e/i.test(f));
  console.log(`${'='.repeat(78)}\n${name} ${version}: ${license}\n${'='.repeat(78)}\n`);
  if (file && existsSync(`${root}/${file}`)) console.log(readFileSync(`${root}/${file}`, 'utf8').trim());
  else console.log(`The package carries the licence identifier ${license} and no licence file.`);
  console.log('\n');
}
console.log(`${'='.repeat(78)}\nDraco decoder (draco-worker.js, draco_decoder.wasm), from three: Apache-2.0\n${'='.repeat(78)}\n`);
console.log('Copyright The Draco Authors. The licence is the one printed under @google/model-viewer.');

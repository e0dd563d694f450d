// Bundle the browser scripts with esbuild: which entry becomes what, and what must be changed in libraries
// so that they run under our content security policy (style-src 'self', worker-src 'self').
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const out = process.argv[2];
const common = { bundle: true, minify: true, legalComments: 'none', logLevel: 'warning', outdir: out };

// model-viewer carries its rules in a <style> inside its shadow root, which style-src 'self' refuses. They are taken
// out here and given to the element as a constructed sheet (src/mesh/element.js), which no policy forbids.
const liftModelViewerStyle = {
  name: 'lift-model-viewer-style',
  setup(plugins) {
    plugins.onLoad({ filter: /model-viewer\/lib\/template\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8'), found = source.match(/<style>([^]*?)<\/style>/);
      if (!found) throw new Error(`${path}: no <style> to lift; look at the new version of model-viewer`);
      return { contents: `${source.replace(found[0], '')}\nexport const rules = ${JSON.stringify(found[1])};\n` };
    });
  },
};

// three starts its Draco worker from a blob: address. The same two parts, put together as a file of ours.
function writeDracoWorker() {
  const root = 'node_modules/three/examples/jsm';
  const loader = readFileSync(`${root}/loaders/DRACOLoader.js`, 'utf8');
  const start = loader.indexOf('function DRACOWorker() {'), end = loader.lastIndexOf('\nexport {');
  if (start < 0 || end < start) throw new Error('DRACOLoader.js: no DRACOWorker; look at the new version of three');
  const body = loader.slice(start, end).trim();
  const decoder = readFileSync(`${root}/libs/draco/gltf/draco_wasm_wrapper.js`, 'utf8');
  writeFileSync(`${out}/draco-worker.js`, `${decoder}\n${body.slice(body.indexOf('{') + 1, body.lastIndexOf('}'))}`);
  writeFileSync(`${out}/draco_decoder.wasm`, readFileSync(`${root}/libs/draco/gltf/draco_decoder.wasm`));
}

// Classic scripts: loaded by a tag with defer.
const classic = ['site', 'item', 'map', 'placer', 'desk', 'georeference', 'tracer', 'sw'].map(name => `src/${name}.js`);
await build({ ...common, format: 'iife', target: 'es2020', entryPoints: classic });
// Modules fetched by site.js only when somebody presses a button; the two 3D viewers share one copy of three.
await build({
  ...common, format: 'esm', target: 'es2022', splitting: true, chunkNames: 'shared-[hash]', plugins: [liftModelViewerStyle],
  entryPoints: ['cloud', 'model', 'deepzoom', 'basemap'].map(name => `src/${name}.js`),
});
// A worker must be a classic script: the module build dies on "Unexpected token 'export'".
await build({ ...common, format: 'iife', target: 'es2020', entryPoints: { 'cloud-worker': 'src/cloud/worker.js' } });
writeDracoWorker();

// The mesh viewer: one GLB. three is already here for clouds, so this adds a loader instead of another library.
import { AmbientLight, Box3, DirectionalLight, HemisphereLight, TextureLoader, Vector3 } from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { fill } from './dom.js';
import { frameBox, openStage, tools } from './three/stage.js';

/** host: the figure, with data-src (GLB). */
export async function start(host, button) {
  const stage = openStage(host, 'y');
  const state = host.querySelector('[data-state]');
  try {
    const model = await load(host.dataset.src, share => {
      if (state) state.textContent = fill(host.dataset.progress, { percent: Math.round(share * 100) });
    });
    stage.scene.add(model, ...lights(stage.camera), stage.camera);
    const box = new Box3().setFromObject(model), centre = box.getCenter(new Vector3());
    const home = () => frameBox(stage, centre, Math.max(0.01, box.getSize(new Vector3()).length()), 'y');
    home();
    stage.run();
    host.dataset.points = triangles(model); // read by the browser tests
    tools(host, button, { home, close: () => { stage.close(); if (state) state.hidden = true; }, mode: () => {} });
    if (state) state.textContent = host.dataset.ready;
    button.hidden = true;
    stage.canvas.focus({ preventScroll: true });
  } catch (error) {
    stage.close();
    throw error;
  }
}

function load(url, onProgress) {
  const loader = new GLTFLoader();
  // Textures through <img>: the default loader fetches blob: addresses, which connect-src 'self' forbids.
  loader.register(parser => {
    parser.textureLoader = new TextureLoader(parser.options.manager);
    return { name: 'DISANSO_texture_by_img' };
  });
  return new Promise((done, failed) => loader.load(url, gltf => done(gltf.scene),
    event => { if (event.total) onProgress(event.loaded / event.total); }, failed));
}

function lights(camera) {
  const sky = new HemisphereLight(0xfff4e0, 0x4a3b2c, 1.6), sun = new DirectionalLight(0xfff1d6, 2.2);
  sun.position.set(0.5, 1, 0.8);
  camera.add(sun); // the light comes with the visitor: no side of the object is ever black
  return [sky, new AmbientLight(0xffffff, 0.35)];
}

function triangles(model) {
  let count = 0;
  model.traverse(part => {
    const geometry = part.geometry;
    if (geometry) count += (geometry.index ? geometry.index.count : geometry.attributes.position.count) / 3;
  });
  return count;
}

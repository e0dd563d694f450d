// Decoders of compressed geometry from our own files: model-viewer would fetch its own from a foreign host.
import { ktx2Loader, $loader } from '@google/model-viewer/lib/three-components/CachingGLTFLoader.js';
import { Renderer } from '@google/model-viewer/lib/three-components/Renderer.js';
import { MeshoptDecoder } from 'three/examples/jsm/libs/meshopt_decoder.module.js';
import { DRACOLoader } from 'three/examples/jsm/loaders/DRACOLoader.js';

// The worker that three puts together from text and starts from a blob: address is a file of ours (bundle.js).
class OwnDraco extends DRACOLoader {
  constructor(worker, wasm) {
    super();
    Object.assign(this, { worker, wasm });
  }

  _initDecoder() {
    this.decoderPending ??= fetch(this.wasm).then(async answer => {
      if (!answer.ok) throw new Error(`Draco decoder: HTTP ${answer.status}`);
      this.decoderConfig.wasmBinary = await answer.arrayBuffer();
      this.workerSourceURL = this.worker;
    });
    return this.decoderPending;
  }
}

/** worker, wasm: addresses of our copy of the Draco decoder; it is fetched when a file needs it. */
export function useOwnDecoders(worker, wasm) {
  const loader = Renderer.singleton.loader[$loader];
  loader.setDRACOLoader(new OwnDraco(worker, wasm)).setMeshoptDecoder(MeshoptDecoder);
  // Textures in KTX2 would need 600 kB more for files that nobody has sent yet; they are refused, not fetched from afar.
  ktx2Loader.init = () => Promise.reject(new Error('KTX2 textures are not decoded here'));
}

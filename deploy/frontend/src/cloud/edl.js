// Eye-dome lighting in one pass: a point darker the more its neighbours stand in front of it. Shape without normals.
// Boucheny 2009; the sum over four neighbours at two distances is ours.
import { DepthTexture, Mesh, OrthographicCamera, PlaneGeometry, Scene, ShaderMaterial, UnsignedIntType, Vector2, WebGLRenderTarget, Color } from 'three';
import { GROUND } from '../three/stage.js';

const STRENGTH = 90, REACH_PX = 1.4;
const FRAGMENT = `
  uniform sampler2D colours, depths; uniform vec2 step; uniform float near, far, strength; uniform vec3 ground;
  varying vec2 at;
  float away(vec2 p) { float d = texture2D(depths, p).r; return log2(near * far / (far - d * (far - near))); }
  void main() {
    if (texture2D(depths, at).r >= 1.) { gl_FragColor = vec4(ground, 1.); return; }
    float here = away(at), sum = 0.;
    for (int ring = 1; ring <= 2; ring++) {
      vec2 s = step * float(ring);
      sum += max(0., here - away(at + vec2(s.x, 0.))) + max(0., here - away(at - vec2(s.x, 0.)))
           + max(0., here - away(at + vec2(0., s.y))) + max(0., here - away(at - vec2(0., s.y)));
    }
    gl_FragColor = vec4(texture2D(colours, at).rgb * max(.18, exp(-strength * sum / 8.)), 1.);
  }`;
const VERTEX = 'varying vec2 at; void main() { at = uv; gl_Position = vec4(position.xy, 0., 1.); }';

export class EyeDome {
  constructor(renderer) {
    this.renderer = renderer;
    this.target = new WebGLRenderTarget(1, 1, { depthTexture: new DepthTexture(1, 1, UnsignedIntType) });
    const ground = new Color().setHex(GROUND, '');
    this.uniforms = {
      colours: { value: this.target.texture }, depths: { value: this.target.depthTexture }, step: { value: new Vector2() },
      near: { value: 0.1 }, far: { value: 1 }, strength: { value: STRENGTH }, ground: { value: [ground.r, ground.g, ground.b] },
    };
    this.quad = new Mesh(new PlaneGeometry(2, 2), new ShaderMaterial({
      uniforms: this.uniforms, vertexShader: VERTEX, fragmentShader: FRAGMENT, depthTest: false, depthWrite: false,
    }));
    this.quad.frustumCulled = false;
    this.scene = new Scene();
    this.scene.add(this.quad);
    this.camera = new OrthographicCamera(-1, 1, 1, -1, 0, 1);
  }

  resize() {
    const size = this.renderer.getDrawingBufferSize(new Vector2());
    this.target.setSize(Math.max(1, size.x), Math.max(1, size.y));
    this.uniforms.step.value.set(REACH_PX / Math.max(1, size.x), REACH_PX / Math.max(1, size.y)).multiplyScalar(this.renderer.getPixelRatio());
  }

  draw(scene, camera) {
    this.uniforms.near.value = camera.near;
    this.uniforms.far.value = camera.far;
    this.renderer.setRenderTarget(this.target);
    this.renderer.clear();
    this.renderer.render(scene, camera);
    this.renderer.setRenderTarget(null);
    this.renderer.clear();
    this.renderer.render(this.scene, this.camera);
  }

  dispose() {
    this.target.depthTexture.dispose();
    this.target.dispose();
    this.quad.geometry.dispose();
    this.quad.material.dispose();
  }
}

// Round points of about the size of the gap between them; four ways to colour.
import { Color, ShaderMaterial } from 'three';

export const MODES = ['rgb', 'height', 'intensity', 'class'];

// One colour for each class of LAS 1.4 R15, table 17; the last is for every other code. Told apart without red and green.
export const CLASS_COLOURS = ['#8a8178', '#b0a597', '#a9784d', '#b7d36b', '#7fb35a', '#3f8f5c', '#e6b45a', '#d4544a', '#f0e4c0',
  '#5aa0d8', '#9a86c9', '#c9c2b8', '#8a8178', '#e07fb0', '#f2d13c', '#6fd0c5', '#e89a6a', '#a4b8e8', '#ff8a7a', '#d8a8e0'];
export const classColour = code => CLASS_COLOURS[Math.min(code, CLASS_COLOURS.length - 1)];

const VERTEX = `
  attribute vec4 colour; attribute float intensity;
  uniform int mode; uniform float scale, gap; uniform vec2 heights, intensities; uniform vec3 classes[${CLASS_COLOURS.length}];
  varying vec3 tint;
  vec3 ramp(float t) { return mix(mix(vec3(.16,.24,.42), vec3(.33,.56,.36), smoothstep(0.,.5,t)), vec3(.96,.80,.45), smoothstep(.5,1.,t)); }
  float share(float v, vec2 range) { return clamp((v - range.x) / max(1e-6, range.y - range.x), 0., 1.); }
  void main() {
    vec4 eye = modelViewMatrix * vec4(position, 1.);
    gl_Position = projectionMatrix * eye;
    gl_PointSize = clamp(1.5 * gap * scale / -eye.z, 1.5, 24.);
    if (mode == 0) tint = colour.rgb;
    else if (mode == 1) tint = ramp(share(position.z, heights));
    else if (mode == 2) tint = vec3(mix(.06, 1., sqrt(share(intensity, intensities))));
    else tint = classes[int(min(colour.a * 255. + .5, ${CLASS_COLOURS.length - 1}.))];
  }`;
const FRAGMENT = `
  varying vec3 tint;
  void main() { vec2 q = gl_PointCoord - .5; if (dot(q, q) > .25) discard; gl_FragColor = vec4(tint, 1.); }`;

/** low, high: heights of the lowest and highest point above the cloud's centre, in file units. */
export function pointMaterial(low, high) {
  const linear = css => { const c = new Color().setStyle(css, ''); return [c.r, c.g, c.b]; }; // '' : as written, no conversion
  return new ShaderMaterial({
    uniforms: {
      mode: { value: 1 }, scale: { value: 1 }, gap: { value: 1 }, heights: { value: [low, high] },
      intensities: { value: [0, 1] }, classes: { value: CLASS_COLOURS.flatMap(linear) },
    },
    vertexShader: VERTEX, fragmentShader: FRAGMENT,
  });
}

// Round points of about the size of the gap between them; three ways to colour.
import { ShaderMaterial } from 'three';

export const MODES = ['rgb', 'height', 'class'];

const VERTEX = `
  attribute vec4 colour; uniform int mode; uniform float scale, gap; uniform vec2 heights; varying vec3 tint;
  vec3 ramp(float t) { return mix(mix(vec3(.16,.24,.42), vec3(.33,.56,.36), smoothstep(0.,.5,t)), vec3(.96,.80,.45), smoothstep(.5,1.,t)); }
  vec3 hue(float t) { return clamp(1.5 - abs(4. * t - vec3(3, 2, 1)), .15, 1.); }
  void main() {
    vec4 eye = modelViewMatrix * vec4(position, 1.);
    gl_Position = projectionMatrix * eye;
    gl_PointSize = clamp(1.5 * gap * scale / -eye.z, 1.5, 24.);
    tint = mode == 0 ? colour.rgb : mode == 1 ? ramp((position.z - heights.x) / max(.001, heights.y - heights.x)) : hue(fract(colour.a * 97.));
  }`;
const FRAGMENT = `
  varying vec3 tint;
  void main() { vec2 q = gl_PointCoord - .5; if (dot(q, q) > .25) discard; gl_FragColor = vec4(tint, 1.); }`;

/** low, high: heights of the lowest and highest point above the cloud's centre, in file units. */
export function pointMaterial(low, high, coloured) {
  return new ShaderMaterial({
    uniforms: { mode: { value: coloured ? 0 : 1 }, scale: { value: 1 }, gap: { value: 1 }, heights: { value: [low, high] } },
    vertexShader: VERTEX, fragmentShader: FRAGMENT,
  });
}

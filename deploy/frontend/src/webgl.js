// Whether this browser draws in 3D at all. site.js knows the error by its name and leaves poster, stills and numbers.
export class NoWebGL extends Error { constructor() { super('WebGL is not available'); this.name = 'NoWebGL'; } }

export function requireWebGL() {
  const context = document.createElement('canvas').getContext('webgl2');
  if (!context) throw new NoWebGL();
  context.getExtension('WEBGL_lose_context')?.loseContext(); // a browser allows few at a time
}

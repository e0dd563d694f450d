// A camera turned by keys: arrows turn, plus and minus come nearer and go back, 0 returns.
import { Vector3 } from 'three';

const TURN = 0.12, TILT = 0.1, NEARER = 0.88, FARTHER = 1.14; // radians, radians, factors of the distance

export function turnByKeys(canvas, camera, controls, home) {
  const turn = (azimuth, polar) => {
    const axis = camera.up.clone(), arm = camera.position.clone().sub(controls.target);
    const side = new Vector3().crossVectors(axis, arm).normalize(), angle = arm.angleTo(axis);
    arm.applyAxisAngle(axis, azimuth);
    if (angle + polar > 0.1 && angle + polar < Math.PI - 0.1) arm.applyAxisAngle(side.applyAxisAngle(axis, azimuth), polar);
    camera.position.copy(controls.target).add(arm);
  };
  const near = factor => camera.position.sub(controls.target).multiplyScalar(factor).add(controls.target);
  const moves = {
    ArrowLeft: () => turn(-TURN, 0), ArrowRight: () => turn(TURN, 0), ArrowUp: () => turn(0, -TILT), ArrowDown: () => turn(0, TILT),
    '+': () => near(NEARER), '=': () => near(NEARER), '-': () => near(FARTHER), 0: home,
  };
  canvas.addEventListener('keydown', event => {
    if (!moves[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    moves[event.key]();
    controls.update();
    controls.dispatchEvent({ type: 'change' });
  });
}

// Whether this device draws fast enough for extras. Only frames that follow one another are counted: a still picture is no slow one.
const SLOW_MS = 90, FOLLOWS_MS = 1000, SLOW_IN_A_ROW = 12;

/** Returns a function to call with the time of each frame drawn; it calls tooSlow() once. */
export function watchPace(tooSlow) {
  let last = -Infinity, slow = 0;
  return time => {
    const took = time - last;
    last = time;
    if (took > FOLLOWS_MS) return;
    slow = took > SLOW_MS ? slow + 1 : 0;
    if (slow === SLOW_IN_A_ROW) tooSlow();
  };
}

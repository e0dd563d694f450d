// What is being drawn: parts made of rings made of [lat, lon], which ring and corner are at hand, undo and redo.
const MOST_STEPS = 200, MOST_KEPT = 2_000_000; // steps, and corners in all of them together

export function startModel(parts, { single, changed }) {
  let state = { parts: parts.length ? parts : [[[]]], part: 0, ring: 0 };
  let selected = -1; // corner of the ring at hand; -1 is "after the last"
  const undone = [], done = [];
  const count = () => state.parts.flat().reduce((sum, ring) => sum + ring.length, 0);
  const copy = () => structuredClone(state);
  const ring = () => state.parts[state.part][state.ring];
  const keep = () => {
    done.push(copy());
    undone.length = 0;
    while (done.length > MOST_STEPS || done.length * count() > MOST_KEPT) done.shift();
  };
  const change = act => { keep(); act(); changed(); };
  const swap = (from, to) => {
    if (!from.length) return false;
    to.push(copy());
    state = from.pop();
    selected = -1;
    changed();
    return true;
  };

  return {
    parts: () => state.parts, ring, at: () => [state.part, state.ring], selected: () => selected, count,
    canUndo: () => done.length > 0, canRedo: () => undone.length > 0,
    undo: () => swap(done, undone),
    redo: () => swap(undone, done),
    select(n) { selected = n; changed(); },
    choose(part, ringOf) { state.part = part; state.ring = ringOf; selected = -1; changed(); },
    /** After the selected corner, else at the end; returns its index. */
    add(corner) {
      const index = single ? 0 : selected >= 0 ? selected + 1 : ring().length;
      change(() => { ring().splice(index, single ? ring().length : 0, corner); });
      if (selected >= 0 && !single) { selected = index; changed(); }
      return index;
    },
    insert(index, corner) { change(() => { ring().splice(index, 0, corner); }); selected = index; changed(); },
    move(index, corner) { change(() => { ring()[index] = corner; }); },
    remove(index) {
      change(() => { ring().splice(index, 1); });
      selected = Math.min(selected, ring().length - 1);
      changed();
    },
    addPart() { change(() => { state.part = state.parts.push([[]]) - 1; state.ring = 0; }); selected = -1; },
    addHole() { change(() => { state.ring = state.parts[state.part].push([]) - 1; }); selected = -1; },
    drop() {
      change(() => {
        if (state.ring) state.parts[state.part].splice(state.ring, 1);
        else state.parts.splice(state.part, 1);
        if (!state.parts.length) state.parts = [[[]]];
        state.part = Math.min(state.part, state.parts.length - 1);
        state.ring = 0;
      });
      selected = -1;
      changed();
    },
    replace(other) { change(() => { state = { parts: other.length ? other : [[[]]], part: 0, ring: 0 }; }); selected = -1; },
  };
}

/** The list of corners as the form sends it and as ``gis.drawing_text`` reads it. */
export function textOf(parts, mark) {
  const number = value => String(value).replace('.', mark);
  return parts.filter(part => part[0].length).map((part, n) => part.filter(ring => ring.length)
    .map((ring, m) => [m ? '# lỗ' : `# phần ${n + 1}`, ...ring.map(([lat, lon]) => `${number(lat)}; ${number(lon)}`)].join('\n'))
    .join('\n')).join('\n');
}

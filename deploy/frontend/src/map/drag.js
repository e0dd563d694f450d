// Rows of a list put in another order by their grips, with mouse, pen or finger. Buttons do the same by keyboard.

/** moved(from, to) once, when a row is let go at another place. */
export function dragRows(list, moved) {
  let row = null, from = 0;
  const place = () => [...list.children].indexOf(row);
  list.addEventListener('pointerdown', event => {
    const grip = event.target.closest('.grip');
    if (!grip) return;
    event.preventDefault();
    row = grip.closest('li');
    from = place();
    row.classList.add('is-dragged');
    list.setPointerCapture(event.pointerId);
  });
  list.addEventListener('pointermove', event => {
    if (!row) return;
    for (const each of list.children) {
      const box = each.getBoundingClientRect(), middle = box.top + box.height / 2;
      if (each === row) continue;
      const before = [...list.children].indexOf(each) < place();
      if (before && event.clientY < middle) { each.before(row); return; }
      if (!before && event.clientY > middle) { each.after(row); return; }
    }
  });
  const end = () => {
    if (!row) return;
    const to = place();
    row.classList.remove('is-dragged');
    row = null;
    if (to !== from) moved(from, to);
  };
  list.addEventListener('pointerup', end);
  list.addEventListener('pointercancel', end);
}

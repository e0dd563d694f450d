// The list under a phone's map. Three heights: the grip changes height when pressed; dragging it is an extra.
const STOPS = ['half', 'full', 'peek'];

export function sheet(list) {
  const grip = list?.querySelector('.sheet-grip');
  if (!grip) return;
  let from = null, dragged = false;
  grip.addEventListener('click', () => {
    if (dragged) { dragged = false; return; }
    list.dataset.stop = STOPS[(STOPS.indexOf(list.dataset.stop) + 1) % STOPS.length];
  });
  grip.addEventListener('pointerdown', event => { from = event.clientY; grip.setPointerCapture(event.pointerId); });
  grip.addEventListener('pointerup', event => {
    const moved = from === null ? 0 : event.clientY - from;
    from = null;
    dragged = Math.abs(moved) > 24;
    if (!dragged) return;
    const order = ['peek', 'half', 'full'];
    const next = order.indexOf(list.dataset.stop) + (moved < 0 ? 1 : -1);
    list.dataset.stop = order[Math.min(2, Math.max(0, next))];
  });
}

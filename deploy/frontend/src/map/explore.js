// Explore: the list and the map speak about the same thing; on a phone one of them is in front.
const root = document.documentElement;
const STOPS = ['half', 'full', 'peek'];

export function startExplore(page, view) {
  const rows = new Map([...page.querySelectorAll('.result[data-id]')].map(row => [row.dataset.id, row]));
  const mark = id => {
    for (const [key, row] of rows) row.classList.toggle('is-on', key === String(id));
    view.highlight(id);
  };
  for (const [id, row] of rows) for (const type of ['mouseenter', 'focusin']) row.addEventListener(type, () => mark(id));
  view.onPick((id, hoverOnly) => {
    mark(id);
    if (!hoverOnly) rows.get(String(id))?.scrollIntoView({ block: 'nearest' });
  });
  phoneSwitch(page, view);
  sheet(page.querySelector('.list'));
}

function phoneSwitch(page, view) {
  const button = document.querySelector('[data-view-toggle]');
  if (!button) return;
  button.addEventListener('click', () => {
    const toMap = page.dataset.view === 'list';
    page.dataset.view = root.dataset.view = toMap ? 'map' : 'list';
    button.querySelector('span').textContent = toMap ? button.dataset.toList : button.dataset.toMap;
    button.querySelector('use').setAttribute('href', toMap ? '#i-list' : '#i-map');
    scrollTo(0, 0);
    view.map.invalidateSize();
  });
}

// Three heights: the grip changes height when pressed; dragging it is an extra.
function sheet(list) {
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

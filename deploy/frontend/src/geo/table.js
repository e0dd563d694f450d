// The table of points: the same inputs that the form sends, with what the server made of each row.
const number = text => {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || Number.isNaN(value) ? null : value;
};

/** told: {changed(), removed(n)}. Rows are counted from 0, shown from 1. */
export function startTable(form, told) {
  const body = form.querySelector('[data-rows]');
  const pattern = body.querySelector('tr').cloneNode(true);
  pattern.querySelectorAll('input').forEach(input => input.removeAttribute('value'));
  pattern.querySelectorAll('[data-meaning],[data-problem],[data-residual]').forEach(each => { each.textContent = ''; });
  const places = new WeakMap(); // row -> where the server, or a click, put it
  const all = () => [...body.querySelectorAll('tr')];
  const box = (row, name) => row.querySelector(`[name=${name}]`);
  const isEmpty = row => !['column', 'row', 'place'].some(name => box(row, name).value.trim());
  const count = () => all().forEach((row, n) => { row.querySelector('[data-n]').textContent = n + 1; });
  const add = () => {
    const row = pattern.cloneNode(true);
    row.querySelectorAll('input').forEach(input => { input.value = ''; });
    row.querySelectorAll('[data-js-only]').forEach(each => { each.hidden = false; });
    body.append(row);
    count();
    return row;
  };
  const rowAt = index => { while (all().length <= index) add(); return all()[index]; };
  const pixel = row => {
    const column = number(box(row, 'column').value), down = number(box(row, 'row').value);
    return column === null || down === null ? null : [column, down];
  };

  all().slice(1).filter(isEmpty).forEach(row => row.remove());
  body.addEventListener('input', event => {
    if (event.target.name === 'place') places.delete(event.target.closest('tr'));
    told.changed();
  });
  body.addEventListener('click', event => {
    const button = event.target.closest('[data-remove]');
    if (!button) return;
    const row = button.closest('tr'), n = all().indexOf(row);
    row.remove();
    if (!all().length) add();
    count();
    told.removed(n + 1);
    told.changed();
    box(all()[Math.min(n, all().length - 1)], 'column').focus();
  });
  body.addEventListener('keydown', event => { if (event.key === 'Enter' && event.target.matches('input')) event.preventDefault(); });
  form.querySelector('[data-add]')?.addEventListener('click', () => box(add(), 'column').focus());

  return {
    rows: () => all().map(row => ({ pixel: pixel(row), place: places.get(row) || null, hasPlace: box(row, 'place').value.trim() !== '' })),
    firstWithout(what) {
      const found = all().findIndex(row => (what === 'pixel' ? !pixel(row) : !box(row, 'place').value.trim()));
      return found < 0 ? all().length : found;
    },
    setPixel(index, [column, down]) {
      const row = rowAt(index);
      box(row, 'column').value = column.toFixed(1);
      box(row, 'row').value = down.toFixed(1);
      told.changed();
    },
    setPlace(index, at) {
      const row = rowAt(index);
      box(row, 'place').value = `${at.lat.toFixed(7)}, ${at.lng.toFixed(7)}`;
      places.set(row, at);
      told.changed();
    },
    /** The server's answer: one entry for each row that is not empty, in their order. */
    tell(points) {
      const filled = all().filter(row => !isEmpty(row));
      all().filter(isEmpty).forEach(row => row.querySelectorAll('[data-meaning],[data-problem],[data-residual]').forEach(each => { each.textContent = ''; }));
      filled.forEach((row, n) => {
        const point = points[n];
        if (!point) return;
        row.querySelector('[data-meaning]').textContent = point.meaning;
        row.querySelector('[data-problem]').textContent = point.problem;
        row.querySelector('[data-residual]').textContent = point.residual;
        if (point.lat !== null) places.set(row, window.L.latLng(point.lat, point.lon));
      });
    },
  };
}

// The corners as a table that can be edited: the map's twin. Fifty rows at a time, however many corners there are.
import { el, fill, icon } from '../dom.js';

const ROWS = 50;

export function startTable(form, model, mark) {
  const body = form.querySelector('tbody[data-rows]');
  if (!body) return { draw() {} };
  const ringOf = form.querySelector('[data-ring]'), range = form.querySelector('[data-range]'), words = form.dataset;
  let page = 0;
  const number = text => { const value = Number(text.trim().replace(',', '.')); return text.trim() === '' || Number.isNaN(value) ? null : value; };

  const box = (row, axis, index, corner) => {
    const input = el('input', { class: 'inp num', inputmode: 'decimal', autocomplete: 'off', 'data-axis': axis, 'aria-label': fill(axis ? words.lon : words.lat, { n: index + 1 }) });
    input.value = String(corner[axis]).replace('.', mark);
    input.addEventListener('change', () => {
      const value = number(input.value), limit = axis ? 180 : 90;
      input.toggleAttribute('aria-invalid', value === null || Math.abs(value) > limit);
      if (value === null || Math.abs(value) > limit) return;
      model.move(index, axis ? [model.ring()[index][0], value] : [value, model.ring()[index][1]]);
    });
    input.addEventListener('keydown', event => { if (event.key === 'Enter') { event.preventDefault(); input.blur(); } });
    return el('td', {}, input);
  };
  const button = (name, label, act) => {
    const node = el('button', { class: 'btn quiet sm', type: 'button' }, icon(name), el('span', { class: 'vh' }, label));
    node.addEventListener('click', act);
    return node;
  };
  const row = (corner, index) => {
    const next = model.ring()[index + 1] || model.ring()[0];
    const middle = [0, 1].map(axis => Number(((corner[axis] + next[axis]) / 2).toFixed(7)));
    return el('tr', { class: index === model.selected() ? 'is-on' : null },
      el('th', { scope: 'row' }, String(index + 1)), box(row, 0, index, corner), box(row, 1, index, corner),
      el('td', {}, button('plus', fill(words.insert, { n: index + 1 }), () => model.insert(index + 1, middle)),
        button('trash-2', fill(words.delete, { n: index + 1 }), () => { model.remove(index); focusAfter(index); })));
  };
  const focusAfter = index => body.rows[Math.min(index - page * ROWS, body.rows.length - 1)]?.querySelector('input')?.focus();
  const draw = () => {
    const n = model.ring().length, last = Math.max(0, Math.ceil(n / ROWS) - 1);
    page = Math.min(page, last);
    const kept = document.activeElement?.closest?.('tbody[data-rows]') ? [...body.querySelectorAll('input')].indexOf(document.activeElement) : -1;
    body.replaceChildren(...model.ring().slice(page * ROWS, (page + 1) * ROWS).map((corner, k) => row(corner, page * ROWS + k)));
    if (kept >= 0) body.querySelectorAll('input')[kept]?.focus();
    range.textContent = n ? fill(words.rows, { from: page * ROWS + 1, to: Math.min(n, (page + 1) * ROWS), n }) : '';
    form.querySelector('[data-do=before]').disabled = page === 0;
    form.querySelector('[data-do=after]').disabled = page >= last;
    const at = model.at();
    ringOf.replaceChildren(...model.parts().flatMap((rings, p) => rings.map((_, r) => el('option', {
      value: `${p} ${r}`, selected: p === at[0] && r === at[1],
    }, fill(r ? words.hole : words.part, { n: p + 1, m: r })))));
  };
  ringOf.addEventListener('change', () => { page = 0; model.choose(...ringOf.value.split(' ').map(Number)); });
  return { draw, turn(by) { page = Math.max(0, page + by); draw(); } };
}

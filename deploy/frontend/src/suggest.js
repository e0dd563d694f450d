// Suggestions while typing: the combobox with a list of WAI-ARIA. Without it the box is a plain form, and stays one:
// Enter without a chosen line asks the form. Nothing on the page moves, the list lies over it.
import { categoryKey, categorySymbol, el, fill, icon } from './dom.js';

const WAIT_MS = 120, SLOW_WAIT_MS = 500, GIVE_UP_MS = 5000, KEPT = 60;
const GROUPS = [
  ['item', ['relic', 'festival', 'craft_village', 'figure']],
  ['unit', ['unit']],
  ['person', ['person']],
  ['decision', ['decision']],
];
const ICONS = { unit: 'map-pin', person: 'user', decision: 'file-text' };
const answers = new Map(); // of this page: what was asked once is not asked again

export function suggest(input) {
  const { suggest: address, count, none, label } = input.dataset;
  const listId = `${input.id}-suggest`;
  const list = el('div', { class: 'suggest', role: 'listbox', id: listId, 'aria-label': label, hidden: true });
  const spoken = el('p', { class: 'vh', role: 'status' });
  input.form.append(list, spoken);
  for (const [name, value] of Object.entries({
    role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': listId,
    autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false',
  })) input.setAttribute(name, value);
  let options = [], active = -1, timer = 0, running = null;

  const close = () => {
    clearTimeout(timer);
    running?.abort();
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    choose(-1);
  };
  const choose = at => {
    options[active]?.setAttribute('aria-selected', 'false');
    active = at;
    const option = options[at];
    if (!option) { input.removeAttribute('aria-activedescendant'); return; }
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', option.id);
  };
  const show = (text, found) => {
    list.replaceChildren(...groups(found, text));
    options = [...list.querySelectorAll('[role=option]')];
    options.forEach((option, at) => { option.id = `${listId}-${at}`; });
    choose(-1);
    list.hidden = !options.length;
    input.setAttribute('aria-expanded', String(options.length > 0));
    spoken.textContent = options.length ? fill(count, { n: options.length }) : none;
  };
  function groups(found, text) {
    return GROUPS.map(([name, types]) => [name, found.filter(each => types.includes(each.type))])
      .filter(([, rows]) => rows.length)
      .map(([name, rows]) => {
        const head = el('p', { id: `${listId}-${name}`, role: 'presentation', class: 'suggest-head' }, input.dataset[name]);
        return el('div', { role: 'group', 'aria-labelledby': head.id }, head, ...rows.map(row => line(row, text)));
      });
  }
  const ask = async text => {
    running?.abort();
    running = new AbortController();
    const stop = running, late = setTimeout(() => stop.abort(), GIVE_UP_MS);
    try {
      const found = answers.get(text) ?? await fetched(text, stop.signal);
      if (stop === running && document.activeElement === input && tidy(input.value) === text) show(text, found);
    } catch { /* the box is a form without them */ } finally { clearTimeout(late); }
  };
  async function fetched(text, signal) {
    const query = new URLSearchParams({ q: text, lang: document.documentElement.lang, notes: '1' });
    const answer = await fetch(`${address}?${query}`, { signal, headers: { Accept: 'application/json' } });
    if (!answer.ok) throw new Error(`suggest: ${answer.status}`);
    const { suggestions } = await answer.json();
    if (answers.size >= KEPT) answers.delete(answers.keys().next().value);
    answers.set(text, suggestions);
    return suggestions;
  }
  const typed = () => {
    const text = tidy(input.value), slow = isSlow();
    clearTimeout(timer);
    if (!text || text.length > 100 || (slow && text.length < 2)) { close(); return; }
    timer = setTimeout(() => ask(text), answers.has(text) ? 0 : slow ? SLOW_WAIT_MS : WAIT_MS);
  };

  input.addEventListener('input', typed);
  input.addEventListener('keydown', event => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const open = !list.hidden;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) { typed(); return; }
      const step = event.key === 'ArrowDown' ? 1 : -1, places = options.length + 1; // one of them: the box itself
      choose((active + 1 + step + places) % places - 1);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault(); // the second press empties the box, as browsers do
      close();
    } else if (event.key === 'Enter' && open && options[active]) {
      event.preventDefault();
      options[active].click();
    }
  });
  list.addEventListener('pointerdown', event => { if (event.button === 0) event.preventDefault(); }); // the box keeps the focus
  input.addEventListener('blur', close);
  input.form.addEventListener('submit', close);
  addEventListener('pagehide', close);
}

function line({ text, type, url, note }, typed) {
  const mark = ICONS[type] ? icon(ICONS[type]) : categorySymbol(categoryKey(type));
  const name = el('span', { lang: 'vi' }, ...bold(text, typed));
  return el('a', { role: 'option', 'aria-selected': 'false', tabindex: '-1', href: url }, mark,
    el('span', { class: 'suggest-name' }, name, note ? el('small', { lang: 'vi' }, note) : null));
}

// Each letter folds to one letter, so places in the folded text are places in the text.
const plain = text => [...text.normalize('NFC').toLowerCase()]
  .map(letter => letter.normalize('NFD')[0].replace('đ', 'd')).join('');
const tidy = text => text.normalize('NFC').trim().replace(/\s+/g, ' ');

/** The text in pieces, beginnings of its words that were typed in <b>. */
function bold(text, typed) {
  const letters = [...text.normalize('NFC')], words = plain(typed).split(/\s+/).filter(Boolean), pieces = [];
  const folded = plain(letters.join(''));
  if (folded.length !== letters.length) return [text];
  let from = 0;
  for (const { index, 0: word } of folded.matchAll(/[\p{L}\p{N}]+/gu)) {
    const met = words.filter(each => word.startsWith(each)).sort((a, b) => b.length - a.length)[0];
    if (!met) continue;
    pieces.push(letters.slice(from, index).join(''), el('b', {}, letters.slice(index, index + met.length).join('')));
    from = index + met.length;
  }
  return [...pieces, letters.slice(from).join('')];
}

// On a metered or slow line people get what they typed, not what they might have meant.
function isSlow() {
  const line = navigator.connection;
  return Boolean(line && (line.saveData || /2g/.test(line.effectiveType ?? '')));
}

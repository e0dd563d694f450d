// Files go one after the other, those that belong together at once, each with its own bar, outcome and way out. Without this script the form sends them all at once.
import { el, fill, icon } from '../dom.js';
import { grouped } from './companions.js';

const OUTCOMES = {
  accepted: ['ok', 'circle-check'], duplicate: ['info', 'copy'], needs_review: ['warn', 'eye'], refused: ['bad', 'circle-x'],
  working: ['plain', 'hourglass'], failed: ['bad', 'circle-alert'],
};

// Tables that describe the other files; they travel with each of them. The server knows the same names.
const SHEETS = ['manifest.csv', 'manifest.xlsx', 'bang-ke.csv', 'bang-ke.xlsx'];
const WORDS = { needs_review: 'needsreview', working: 'processing' }; // data attributes of the form

export function startUpload(form) {
  const input = form.querySelector('input[type=file]'), list = form.querySelector('[data-files]');
  const drop = form.querySelector('.drop') || form, summary = form.querySelector('[data-summary]');
  const words = form.dataset, queue = [], totals = { accepted: 0, duplicate: 0, needs_review: 0, refused: 0, failed: 0, working: 0 };
  let running = false, sheet = null;
  const plain = form.querySelector('[data-plain-submit]'); // the button of the page without scripts
  if (plain) plain.hidden = true;

  const add = async files => {
    const chosen = [];
    for (const file of files) {
      const entry = row(file);
      if (!SHEETS.includes(file.name.toLowerCase())) { chosen.push(entry); continue; }
      sheet = file;
      entry.state.replaceChildren(tag('info', 'file-text', words.sheet));
      entry.why.replaceChildren();
    }
    queue.push(...await grouped(chosen)); // a model and its textures come in one request
    next();
  };
  const row = file => {
    const bar = el('progress', { max: 100, value: 0, 'aria-label': file.name }), why = el('div', { class: 'why' }, bar), todo = el('div', { class: 'todo' });
    const state = el('p', {}, tag('plain', 'hourglass', words.waiting));
    const item = el('li', { class: 'file' }, el('div', { class: 'ico' }, icon('file-up')),
      el('div', {}, state, el('p', { class: 'name' }, file.name), el('p', { class: 'xs muted' }, size(file.size))), why, todo);
    list.append(item);
    return { file, bar, why, todo, state };
  };
  const next = async () => {
    if (running) return;
    running = true;
    while (queue.length) await together(queue.shift());
    running = false;
    done();
  };
  const together = async group => {
    const request = new XMLHttpRequest();
    for (const entry of group) {
      entry.state.replaceChildren(tag('plain', 'upload', words.sending));
      entry.todo.replaceChildren();
    }
    group[0].todo.replaceChildren(button('x', words.cancel, () => request.abort()));
    try {
      const answer = await send(form, input.name, [...group.map(entry => entry.file), sheet], group.map(entry => entry.bar), request);
      remember(form, answer);
      const results = answer.results || [answer];
      if (group.length > 1) share(group, results);
      else if (results.length === 1) settle(group[0], results[0]);
      else settleAll(group[0], results, answer.url);
    } catch (reason) {
      const again = () => {
        totals.failed -= group.length;
        for (const entry of group) entry.why.replaceChildren(entry.bar);
        queue.push(group);
        next();
      };
      totals.failed += group.length;
      group.forEach(entry => failed(entry, reason.message === 'abort' ? words.cancelled : (reason.message || words.offline), again));
    }
  };
  // One outcome for each file of a group, by its name.
  const share = (group, results) => {
    const left = [...results];
    for (const entry of group) {
      const at = left.findIndex(result => result.path.normalize('NFC') === entry.file.name.normalize('NFC'));
      settle(entry, left.splice(Math.max(0, at), 1)[0] || { outcome: 'failed', vi: words.serverError, en: words.serverError });
    }
  };
  const count = outcome => { totals[outcome] = (totals[outcome] || 0) + 1; };
  const outcomeTag = (outcome, number) => {
    const [kind, mark] = OUTCOMES[outcome] || OUTCOMES.needs_review;
    return tag(kind, mark, [words[WORDS[outcome] || outcome], number].filter(Boolean).join(' '));
  };
  // An archive comes back as many files: how many of each, and the page that tells them apart.
  const settleAll = (entry, results, url) => {
    results.forEach(result => count(result.outcome));
    const tags = Object.keys(OUTCOMES).map(outcome => [outcome, results.filter(result => result.outcome === outcome).length])
      .filter(([, number]) => number).flatMap(([outcome, number]) => [outcomeTag(outcome, number), ' ']);
    entry.state.replaceChildren(...tags);
    entry.why.replaceChildren();
    entry.todo.replaceChildren(url ? el('a', { class: 'btn quiet sm', href: url }, words.look) : '');
  };
  const settle = (entry, result) => {
    count(result.outcome);
    entry.state.replaceChildren(outcomeTag(result.outcome));
    const sentence = document.documentElement.lang === 'en' ? result.en : result.vi;
    entry.why.replaceChildren(el('p', {}, sentence || ''));
    entry.todo.replaceChildren(result.url ? el('a', { class: 'btn quiet sm', href: result.url }, words.look) : '');
  };
  const failed = (entry, sentence, again) => {
    entry.state.replaceChildren(tag('bad', 'circle-alert', words.failed));
    entry.why.replaceChildren(el('p', {}, sentence));
    entry.todo.replaceChildren(button('refresh-cw', words.retry, again));
  };
  const done = () => {
    const { accepted, working, duplicate, needs_review: review, refused, failed: unsent } = totals;
    if (summary) { summary.hidden = false; summary.textContent = fill(words.totals, { accepted: accepted + working, duplicate, review, refused, unsent }); }
    form.querySelectorAll('[data-after]').forEach(node => { node.hidden = false; });
  };

  input.addEventListener('change', () => { add(input.files); input.value = ''; });
  form.addEventListener('submit', event => { event.preventDefault(); if (input.files.length) add(input.files); });
  for (const type of ['dragenter', 'dragover']) drop.addEventListener(type, event => { event.preventDefault(); drop.classList.add('is-over'); });
  for (const type of ['dragleave', 'drop']) drop.addEventListener(type, event => { event.preventDefault(); drop.classList.remove('is-over'); });
  drop.addEventListener('drop', event => add(event.dataTransfer.files));
  addEventListener('beforeunload', event => { if (running) event.preventDefault(); });
}

// Files sent one by one stay one delivery: the server names it with the first.
function remember(form, { batch, url }) {
  if (!batch) return;
  let field = form.querySelector('input[name=batch]');
  if (!field) { field = el('input', { type: 'hidden', name: 'batch' }); form.append(field); }
  field.value = batch;
  form.querySelectorAll('a[data-after]').forEach(link => { if (url) link.href = url; });
}

function send(form, name, files, bars, request) {
  const body = new FormData(form);
  body.delete(name);
  for (const file of files) if (file) body.append(name, file, file.name);
  return new Promise((done, failed) => {
    request.open('POST', form.action);
    request.setRequestHeader('Accept', 'application/json');
    request.upload.onprogress = event => { if (event.lengthComputable) bars.forEach(bar => { bar.value = 100 * event.loaded / event.total; }); };
    request.onload = () => {
      let answer = null;
      try { answer = JSON.parse(request.responseText); } catch { /* not JSON: said below */ }
      if (request.status < 300 && answer) done(answer);
      else failed(new Error(answer?.[document.documentElement.lang] || answer?.detail || form.dataset.serverError));
    };
    request.onerror = () => failed(new Error(form.dataset.offline));
    request.onabort = () => failed(new Error('abort'));
    request.send(body);
  });
}

const tag = (kind, mark, text) => el('span', { class: `tag ${kind}` }, icon(mark), text || '');

function button(mark, text, onClick) {
  const node = el('button', { class: 'btn quiet sm', type: 'button' }, icon(mark), text || '');
  node.addEventListener('click', onClick);
  return node;
}

function size(bytes) {
  const units = ['B', 'kB', 'MB', 'GB'];
  let n = bytes, i = 0;
  while (n >= 1000 && i < 3) { n /= 1000; i++; }
  return `${n.toLocaleString(document.documentElement.lang, { maximumFractionDigits: i > 1 ? 1 : 0 })} ${units[i]}`;
}

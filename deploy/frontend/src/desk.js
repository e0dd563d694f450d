// The officers' desk: uploading several files, forms that say whether they are saved, asking before what cannot be undone.
import { startUpload } from './desk/upload.js';

document.querySelectorAll('form[data-upload]').forEach(startUpload);

// A long form: the bar says "not saved" from the first change on, and leaving asks.
for (const form of document.querySelectorAll('form[data-savebar]')) {
  const status = form.querySelector('[data-save-status]');
  let changed = false;
  form.addEventListener('input', () => {
    if (changed) return;
    changed = true;
    if (status) status.textContent = form.dataset.unsaved;
  });
  form.addEventListener('submit', () => { changed = false; if (status) status.textContent = form.dataset.saving; });
  addEventListener('beforeunload', event => { if (changed) event.preventDefault(); });
}

document.addEventListener('submit', event => {
  const question = event.submitter?.dataset.confirm || event.target.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});

// "Choose all" of a table or list of checkboxes.
for (const master of document.querySelectorAll('[data-check-all]')) {
  const boxes = () => document.querySelectorAll(master.dataset.checkAll);
  master.addEventListener('change', () => boxes().forEach(box => { box.checked = master.checked; }));
}

// "What if": the same page with what is ticked, of which the named parts take the places of those shown. The last answer counts.
for (const form of document.querySelectorAll('form[data-what-if]')) {
  const names = form.dataset.whatIf.split(' ');
  const parts = (page, change) => names.forEach(name => change(page.getElementById(name), document.getElementById(name)));
  let asked = 0;
  form.addEventListener('change', async () => {
    const turn = ++asked;
    const address = `${location.pathname}?${new URLSearchParams(new FormData(form))}`;
    parts(document, part => part.setAttribute('aria-busy', 'true'));
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (turn !== asked) return;
      parts(page, (fresh, shown) => shown.replaceChildren(...fresh.childNodes));
      history.replaceState(null, '', address);
    } catch (error) { console.error(error); } finally {
      if (turn === asked) parts(document, part => part.removeAttribute('aria-busy'));
    }
  });
}

// A delivery still being worked on: ask quietly, and show the page again when the last file is done.
for (const page of document.querySelectorAll('[data-working]')) {
  const ask = async () => {
    try {
      const answer = await fetch(page.dataset.working, { headers: { Accept: 'application/json' } });
      if (answer.ok && !(await answer.json()).totals.working) { location.reload(); return; }
    } catch (error) { console.error(error); }
    setTimeout(ask, 4000);
  };
  setTimeout(ask, 2000);
}

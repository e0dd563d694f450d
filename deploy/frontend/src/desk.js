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

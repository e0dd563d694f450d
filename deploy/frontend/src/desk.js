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

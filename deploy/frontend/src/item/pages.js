// An address such as #trang=3 opens the document at that page, so that a search hit can lead straight to it.
import { readAddress } from '../deepzoom/address.js';

export function openAddressedPage(hash) {
  const asked = readAddress(hash);
  if (!asked) return;
  const links = [...document.querySelectorAll('[data-open-viewer][data-asset]')];
  const holds = link => document.getElementById(link.dataset.pages)?.querySelector(`[data-page="${asked.page}"]`);
  const link = asked.asset ? links.find(each => each.dataset.asset === asked.asset)
    : links.find(holds) || (asked.page === 1 ? links[0] : null);
  if (!link) return;
  link.dispatchEvent(new CustomEvent('open-viewer', { bubbles: true, detail: asked.page }));
}

// A page in the list under a document's cover opens the document there.
export function openListedPages() {
  document.addEventListener('click', event => {
    const page = event.target.closest('.leaves a[data-page]');
    if (!page || event.ctrlKey || event.metaKey) return;
    const link = document.querySelector(`[data-open-viewer][data-pages="${page.closest('ol').id}"]`);
    if (!link) return;
    event.preventDefault();
    link.dispatchEvent(new CustomEvent('open-viewer', { bubbles: true, detail: Number(page.dataset.page) }));
  });
}

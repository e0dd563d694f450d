// One search behind list and map: when it changes without a new page, both are fetched again from the same address.
import { settings } from '../dom.js';

/** Returns {go(changes, {push}), reload()}; changes: {parameter: text, or null to drop it}. after() once both are new. */
export function startResult(page, view, after) {
  const spoken = document.querySelector('[data-spoken]');
  let running = null, shown = location.search;

  const reload = async () => {
    running?.abort();
    running = new AbortController();
    page.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(`${location.pathname}${location.search}`, { signal: running.signal, headers: { Accept: 'text/html' } });
      if (!answer.ok) throw new Error(`explore: ${answer.status}`);
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
      shown = location.search;
      swap(fresh);
      view.search(settings(fresh.querySelector('.map[data-map]')));
      if (spoken) spoken.textContent = page.querySelector('[data-count]')?.textContent.trim() ?? '';
      after();
    } catch (error) {
      if (error.name === 'AbortError') return;
      console.error(error);
      location.reload(); // the address is right: let the browser say what is wrong
    }
    page.removeAttribute('aria-busy');
  };
  const go = (changes, { push = true } = {}) => {
    const url = new URL(location.href);
    url.searchParams.delete('cursor');
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) url.searchParams.delete(name);
      else url.searchParams.set(name, value);
    }
    if (url.search === shown) return Promise.resolve();
    history[push ? 'pushState' : 'replaceState'](null, '', url);
    return reload();
  };
  addEventListener('popstate', () => { if (location.search !== shown) reload(); });
  // The page's own script knows the order only as it was when the page came.
  page.addEventListener('change', ({ target }) => { if (target.matches('[data-swapped] select[data-submit]')) target.form.requestSubmit(); });
  return { go, reload };
}

function swap(fresh) {
  for (const old of document.querySelectorAll('[data-swap]')) {
    const next = fresh.querySelector(`[data-swap="${old.dataset.swap}"]`);
    if (!next) continue;
    const focused = old.contains(document.activeElement);
    old.replaceChildren(...next.childNodes);
    old.dataset.swapped = '';
    if (focused) document.getElementById('main')?.focus({ preventScroll: true });
  }
}

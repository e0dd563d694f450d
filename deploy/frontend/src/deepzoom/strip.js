// The pages of a document as a strip of small pictures: one is current, arrows move along, a press opens.

/** source: the page's own list of links, with data-page and data-tiles. go(number) opens a page. Null without pages. */
export function pageStrip(place, source, go) {
  place.replaceChildren();
  place.hidden = !source;
  if (!source) return null;
  const list = source.cloneNode(true), links = [...list.querySelectorAll('a[data-page]')];
  list.removeAttribute('id');
  place.append(list);
  const numberOf = link => Number(link.dataset.page);
  list.addEventListener('click', event => {
    const link = event.target.closest('a[data-page]');
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    go(numberOf(link));
  });
  list.addEventListener('keydown', event => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const at = links.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    event.stopPropagation(); // not the picture's: the arrows walk along the strip here
    links[Math.max(0, Math.min(links.length - 1, at + step))].focus();
  });
  return {
    tiles: new Map(links.map(link => [numberOf(link), link.dataset.tiles])),
    mark(number) {
      for (const link of links) {
        const current = numberOf(link) === number;
        link.tabIndex = current ? 0 : -1; // one stop for the Tab key, however many pages
        if (current) link.setAttribute('aria-current', 'page'); else link.removeAttribute('aria-current');
        if (current) reveal(list, link);
      }
    },
  };
}

// scrollIntoView would move the page as well.
function reveal(list, link) {
  const row = link.parentElement;
  list.scrollLeft = row.offsetLeft - (list.clientWidth - row.offsetWidth) / 2;
}

// The page of a document in the address: #trang=3, in English #page=3, with the file's code where a page has several: #trang=AB12CD34EF-3.
const SHAPE = /^#(?:trang|page)=(?:([0-9A-Z]{6,})-)?0*(\d{1,5})$/i;

/** "#trang=AB12CD34EF-3" -> {asset: "AB12CD34EF", page: 3}; asset is null where none is named; null for any other address. */
export function readAddress(hash) {
  const found = SHAPE.exec(hash);
  return found ? { asset: found[1]?.toUpperCase() || null, page: Number(found[2]) } : null;
}

export function writeAddress(language, asset, page) {
  const word = language === 'en' ? 'page' : 'trang';
  history.replaceState(history.state, '', `#${word}=${asset ? `${asset}-` : ''}${page}`);
}

export const clearAddress = () => history.replaceState(history.state, '', location.pathname + location.search);

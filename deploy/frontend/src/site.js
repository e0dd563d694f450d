// Extras that every page may use: theme, copying, sharing, opening a viewer on request.
// Each page reads without them. Words come from data attributes, so that one script serves both languages.
import { narrow, register } from './offline.js';
import { say } from './say.js';
import { suggest } from './suggest.js';

const root = document.documentElement;
root.classList.add('js');
const all = (selector, el = document) => [...el.querySelectorAll(selector)];

function stored(value) {
  try {
    if (value !== undefined) localStorage.setItem('theme', value);
    return localStorage.getItem('theme');
  } catch { return null; } // private mode: the choice lasts for this page only
}

function themeSwitch(button) {
  const dark = () => (root.dataset.theme
    || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const paint = () => button.querySelector('use').setAttribute('href', dark() ? '#i-sun' : '#i-moon');
  button.hidden = false;
  paint();
  button.addEventListener('click', () => {
    root.dataset.theme = dark() ? 'light' : 'dark';
    stored(root.dataset.theme);
    paint();
    document.dispatchEvent(new CustomEvent('theme'));
  });
}

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    say(document.body.dataset.copied);
  } catch { say(button.dataset.copy); } // no permission: show the text, so that it can be copied by hand
}

async function share(button) {
  const { shareUrl = location.href, shareTitle = document.title } = button.dataset;
  if (!navigator.share) return copy({ dataset: { copy: shareUrl } });
  try { await navigator.share({ title: shareTitle, url: shareUrl }); } catch { /* closed by the visitor */ }
}

// A viewer is fetched only when asked for; its poster, stills and links stay whatever happens.
async function open(button, page) {
  const host = button.closest('[data-viewer]');
  const state = host.querySelector('[data-state]');
  button.disabled = true;
  if (state) { state.hidden = false; state.textContent = host.dataset.loading; }
  try {
    const viewer = await import(host.dataset.script);
    await viewer.start(host, button, page);
  } catch (error) {
    console.error(error);
    if (state) state.textContent = error.name === 'NoWebGL' ? host.dataset.nowebgl : host.dataset.failed;
    button.disabled = false;
    if (button.href) button.removeAttribute('data-open-viewer'); // the next press follows the plain link
  }
}

// The link leads to the list of everything; with a position, to the list by distance. Asked for once, kept nowhere.
function nearMe(link) {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const address = new URL(link.href);
      address.searchParams.set('near', `${coords.longitude.toFixed(5)},${coords.latitude.toFixed(5)}`);
      address.searchParams.set('sort', 'distance');
      location.assign(address);
    },
    () => say(link.dataset.refused),
    { enableHighAccuracy: true, timeout: 15000 },
  );
}

if (stored()) root.dataset.theme = stored();
all('[data-theme-toggle]').forEach(themeSwitch);
all('[data-js-only]').forEach(el => { el.hidden = false; });
document.addEventListener('click', event => {
  const at = selector => event.target.closest?.(selector);
  const copied = at('[data-copy]'), shared = at('[data-share]'), opened = at('[data-open-viewer]');
  const near = navigator.geolocation && at('[data-near]');
  if (near) { event.preventDefault(); nearMe(near); }
  if (copied) copy(copied);
  if (shared) { event.preventDefault(); share(shared); }
  if (opened) { event.preventDefault(); open(opened); }
  const menu = document.querySelector('.menu[open]');
  if (menu && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener('open-viewer', event => open(event.target, event.detail)); // a page of a document by its address
document.addEventListener('keydown', event => {
  const menu = document.querySelector('.menu[open]');
  if (event.key === 'Escape' && menu) { menu.open = false; menu.querySelector('summary').focus(); }
});
all('[data-print]').forEach(button => button.addEventListener('click', () => print()));
all('select[data-submit]').forEach(select => select.addEventListener('change', () => select.form.requestSubmit()));
const errors = document.querySelector('[data-error-summary]');
if (errors) errors.focus();
all('[data-narrow-by]').forEach(narrow);
all('[data-suggest]').forEach(suggest);
addEventListener('load', () => register().catch(error => console.warn('offline', error))); // pages read without it

// What an item page adds to its media without being asked: turning by stills, the drawn sound, pages by address.
import { openAddressedPage, openListedPages } from './item/pages.js';
import { turntable } from './item/turntable.js';
import { wave } from './item/wave.js';

document.querySelectorAll('[data-turn]').forEach(turntable);
document.querySelectorAll('[data-wave]').forEach(host =>
  wave(host, host.parentElement.querySelector('audio, video')).catch(error => console.warn(error.message))); // the plain player stays
openListedPages();
openAddressedPage(location.hash);
addEventListener('hashchange', () => openAddressedPage(location.hash));

// The maps of the public pages. Leaflet itself comes from django-leaflet ({% leaflet_js %}): one copy per page.
import { startMap } from './map/view.js';
import { startExplore } from './map/explore.js';
import { startOldMaps } from './map/oldmaps.js';
import { settings } from './dom.js';

for (const host of document.querySelectorAll('.map[data-map]')) {
  const view = startMap(host);
  startOldMaps(host, view.map, settings(host));
  const page = host.closest('.explore');
  if (page) startExplore(page, view);
}

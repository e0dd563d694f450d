// Print templates/parts/sprite.html: the Lucide icons that the templates use, the four category
// symbols and the chart patterns. Icons are inlined because a page's stylesheet does not reach
// into a <use> of another file.
import { readFileSync } from 'node:fs';

const ICONS = `accessibility arrow-down arrow-left arrow-right arrow-up audio-lines book-open box calendar-days calendar-plus camera car
  chart-column check chevron-down circle-alert circle-check circle-dashed circle-x clipboard-check clipboard-list
  clock copy download expand eye external-link file-text file-up history hourglass image info layers link list locate-fixed
  log-in log-out map map-pin map-pin-off maximize menu message-square minus moon navigation pencil play plus printer
  qr-code refresh-cw rotate-3d route rotate-cw rss ruler scan-line search send share-2 shirt sliders-horizontal sun ticket trash-2
  triangle-alert undo-2 upload user users video volume-2 wifi x zoom-in`.split(/\s+/);

const CATEGORIES = {
  relic: ['<rect x="3" y="3" width="26" height="26" rx="3"/>',
    'M5.5 14.6c4.2-.4 6.7-2.6 7.8-6.1h5.4c1.1 3.5 3.6 5.7 7.8 6.1-1 1.7-2.7 2.3-4.7 2.2v7.2H10.2v-7.2c-2 .1-3.700-.5-4.700-2.200Z'],
  festival: ['<path d="M16 .8 31.200 16 16 31.200.8 16Z"/>', 'M10 8.200h1.900v16H10ZM13.100 9h9v8.800h-9Z'],
  craft: ['<path d="M9 2.600h14L30.6 16 23 29.400H9L1.400 16Z"/>',
    'M12 8.400h8v2.200h-1.200c2.700 1.400 4 3.300 4 5.700 0 3.400-2 5.900-4.400 7.300h-4.800c-2.400-1.400-4.400-3.900-4.400-7.300 0-2.400 1.300-4.300 4-5.700H12Z'],
  figure: ['<circle cx="16" cy="16" r="14"/>',
    'M16 7.200a3.900 3.900 0 1 1 0 7.800 3.900 3.900 0 0 1 0-7.800ZM8.200 24.200c.4-5 3.400-7.700 7.800-7.700s7.400 2.700 7.800 7.700Z'],
};

const icon = name => {
  const svg = readFileSync(`node_modules/lucide-static/icons/${name}.svg`, 'utf8');
  const body = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'));
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${body.replace(/\s*\n\s*/g, '').trim()}</symbol>`;
};
const category = ([name, [ground, glyph]]) =>
  `<symbol id="c-${name}" viewBox="0 0 32 32"><g fill="currentColor">${ground}</g><g class="glyph"><path d="${glyph}"/></g></symbol>`;

console.log([
  '{# Symbols of the page, drawn once. No context. Written by deploy/frontend/sprite.js; icons: Lucide, ISC licence. #}',
  '<svg class="sprite" aria-hidden="true" focusable="false"><defs>',
  ...ICONS.map(icon),
  ...Object.entries(CATEGORIES).map(category),
  '<pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-bg" width="7" height="7"/><path class="hatch-ln" d="M1.5 0v7"/></pattern>',
  '<pattern id="cross" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="hatch-bg" width="6" height="6"/><path class="cross-ln" d="M0 0l6 6M6 0L0 6"/></pattern>',
  '</defs></svg>',
].join('\n'));

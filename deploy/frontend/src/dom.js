// Build elements without markup strings: nothing from a server is ever parsed as HTML.
const SVG = 'http://www.w3.org/2000/svg';

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, '');
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter(child => child != null));
  return node;
}

export function symbol(name, className, box = 24) {
  const svg = document.createElementNS(SVG, 'svg'), use = document.createElementNS(SVG, 'use');
  svg.setAttribute('class', className);
  svg.setAttribute('viewBox', `0 0 ${box} ${box}`);
  svg.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', `#${name}`);
  svg.append(use);
  return svg;
}

export const icon = name => symbol(`i-${name}`, 'i');

// The category's symbol is named by shape; the API says craft_village where the sheet says craft.
export const categoryKey = category => (category === 'craft_village' ? 'craft' : category);
export const categorySymbol = category =>
  symbol(`c-${categoryKey(category)}`, `sym c-${categoryKey(category)}`, 32);

// "{n} di sản" with {n: 3} -> "3 di sản"
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);

export function settings(host, selector = 'script[type="application/json"]') {
  const node = host.querySelector(selector);
  return node ? JSON.parse(node.textContent) : {};
}

// <model-viewer> made to live under style-src 'self'.
import { ModelViewerElement } from '@google/model-viewer/lib/model-viewer.js';
import { rules } from '@google/model-viewer/lib/template.js'; // lifted out of its <style> by bundle.js

const sheet = new CSSStyleSheet();
sheet.replaceSync(rules);
ModelViewerElement.elementStyles = [...ModelViewerElement.elementStyles, sheet]; // what Lit adopts when the element is connected

/** words: {label, live} for readers; attributes as model-viewer documents them. */
export function modelElement(attributes, words) {
  const element = new ModelViewerElement();
  element.shadowRoot.querySelector('.screen-reader-only')?.setAttribute('aria-label', words.live);
  for (const [name, value] of Object.entries(attributes)) if (value != null && value !== false) element.setAttribute(name, value === true ? '' : value);
  return element;
}

export const surfaceOf = element => element.shadowRoot.querySelector('.userInput');

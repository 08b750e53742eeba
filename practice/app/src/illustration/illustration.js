import { html, Markup } from '../html.js';
import { palettes } from './palettes.js';
import { shapes } from './shapes.js';

/** The picture of a product, drawn from its kind and colour. */
export function illustration({ kind, colour, name }) {
  const palette = palettes[colour] ?? palettes.sage;
  const shape = shapes[kind] ?? shapes.vase;
  return html`<svg class="picture" viewBox="0 0 240 200" preserveAspectRatio="xMidYMid slice" role="img" aria-label="${name}">
    <rect width="240" height="200" fill="${palette.ground}"/>
    <circle cx="120" cy="96" r="74" fill="#fff" opacity=".55"/>
    <ellipse cx="120" cy="166" rx="62" ry="7" fill="${palette.shade}" opacity=".18"/>
    ${new Markup(shape(palette))}
  </svg>`;
}

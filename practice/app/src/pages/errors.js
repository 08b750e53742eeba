import { html } from '../html.js';
import { layout } from './layout.js';

export function missingPage() {
  return layout({
    title: 'Not found',
    content: html`<section class="message"><h1>We looked everywhere</h1><p>There is nothing at this address.</p><a class="button" href="/">Back to the shop</a></section>`,
  });
}

export function errorPage() {
  return layout({
    title: 'Something broke',
    content: html`<section class="message"><h1>Something broke</h1><p>It is on our side, and we have been told. Please try again in a minute.</p><a class="button" href="/">Back to the shop</a></section>`,
  });
}

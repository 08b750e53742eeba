import { html } from '../html.js';

/** The frame around every page. `current` marks a link of the navigation. */
export function layout({ title, current, content }) {
  const link = (href, text) => html`<a href="${href}" ${current === href ? html`aria-current="page"` : ''}>${text}</a>`;
  return html`<html lang="en">
    <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>${title ? `${title} · Acme` : 'Acme · well-made things for the house'}</title>
      <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='9' fill='%232f5d50'/%3E%3Cpath d='M8 24 16 7l8 17M11.5 18h9' fill='none' stroke='%23fff' stroke-width='2.6' stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E">
      <link rel="stylesheet" href="/style.css">
    </head>
    <body>
      <header class="top">
        <div class="wrap">
          <a class="brand" href="/"><svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9"/><path d="M8 24 16 7l8 17M11.5 18h9"/></svg>Acme</a>
          <form class="search" action="/" role="search"><input name="q" type="search" placeholder="Search the shop" aria-label="Search the shop"></form>
          <nav>${link('/', 'Shop')}${link('/orders', 'Orders')}${link('/account', 'Account')}</nav>
        </div>
      </header>
      <main class="wrap">${content}</main>
      <footer>
        <div class="wrap">
          <p><strong>Acme</strong> makes and finds well-made things for the house. Since 2012, two streets from the harbour.</p>
          <p>Free delivery from €80 · 60 days to change your mind · We mend what we sell</p>
        </div>
      </footer>
    </body>
  </html>`;
}

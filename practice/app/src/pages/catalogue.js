import { counted } from '../format.js';
import { html } from '../html.js';
import { illustration } from '../illustration/illustration.js';
import { catalogue, categories } from '../queries/products.js';
import { layout } from './layout.js';
import { productCard } from './parts.js';

const size = 12;

/** The shop window: everything, one department or shelf (`?category=`), or what was searched for (`?q=`). */
export async function cataloguePage(db, { query }) {
  const category = query.get('category') || undefined;
  const search = query.get('q')?.trim().slice(0, 60) || undefined;
  const page = Math.min(Math.max(Number.parseInt(query.get('page') ?? '1', 10) || 1, 1), 10_000);
  const [departments, products] = await Promise.all([categories(db), catalogue(db, { category, search, page, size })]);
  const here = departments.flatMap((one) => [one, ...one.shelves]).find((one) => one.slug === category);
  const department = departments.find((one) => one.slug === category || one.shelves.some((shelf) => shelf.slug === category));
  const found = Number(products[0]?.found ?? 0);
  const title = search ? `“${search}”` : here?.name;

  const content = html`
    ${title ? html`<h1 class="page">${title}</h1>` : hero(products)}
    <nav class="departments" aria-label="Departments">
      <a href="/" ${!department && !search ? html`aria-current="page"` : ''}>Everything</a>
      ${departments.map((one) => html`<a href="/?category=${one.slug}" ${one === department ? html`aria-current="page"` : ''}>${one.name}</a>`)}
    </nav>
    ${department ? shelves(department, category) : ''}
    <div class="heading"><h2>${title ? 'What we have' : 'New in the shop'}</h2><span class="quiet">${counted(found, 'product')}</span></div>
    ${products.length ? html`<div class="grid">${products.map(productCard)}</div>` : html`<p class="empty">Nothing here. Try another word, or look through everything.</p>`}
    ${pager({ page, pages: Math.ceil(found / size), category, search })}`;
  return layout({ title, current: '/', content });
}

function hero(products) {
  const shown = [];
  for (const product of products) if (shown.length < 3 && !shown.some((one) => one.kind === product.kind)) shown.push(product);
  return html`<section class="hero">
    <div>
      <p class="kicker">The winter collection</p>
      <h1>Well-made things<br>for the house</h1>
      <p>Cups that keep the warmth, lamps that calm a room, chairs you can lean back in. Made in small batches, sent without plastic.</p>
      <a class="button" href="/?category=living">See what is new</a>
    </div>
    <div class="shelf" aria-hidden="true">${shown.map((product) => illustration(product))}</div>
  </section>`;
}

function shelves(department, category) {
  return html`<nav class="shelves" aria-label="Shelves">
    ${department.shelves.map((shelf) => html`<a href="/?category=${shelf.slug}" ${shelf.slug === category ? html`aria-current="page"` : ''}>${shelf.name}</a>`)}
  </nav>`;
}

function pager({ page, pages, category, search }) {
  if (pages < 2) return '';
  const to = (number) => {
    const query = new URLSearchParams({ ...(category && { category }), ...(search && { q: search }), page: String(number) });
    return `/?${query}`;
  };
  return html`<nav class="pager" aria-label="Pages">
    ${page > 1 ? html`<a href="${to(page - 1)}">← Newer</a>` : html`<span></span>`}
    <span class="quiet">Page ${page} of ${pages}</span>
    ${page < pages ? html`<a href="${to(page + 1)}">Older →</a>` : html`<span></span>`}
  </nav>`;
}

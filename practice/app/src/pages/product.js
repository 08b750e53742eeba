import { day, money } from '../format.js';
import { html } from '../html.js';
import { illustration } from '../illustration/illustration.js';
import { alike, product, reviewsOf } from '../queries/products.js';
import { layout } from './layout.js';
import { availability, productCard, stars } from './parts.js';

export async function productPage(db, { id }) {
  const found = await product(db, id);
  if (!found) return undefined;
  const [reviews, others] = await Promise.all([reviewsOf(db, id), alike(db, found)]);

  const content = html`
    <p class="crumbs"><a href="/">Shop</a> / <a href="/?category=${found.slug}">${found.category}</a></p>
    <section class="product">
      <div class="picture">${illustration(found)}</div>
      <div>
        <h1>${found.name}</h1>
        ${stars(found.average, found.reviews)}
        <p class="price big">${money(found.price_cents)}</p>
        <p class="lead">${found.description}</p>
        <p>${availability(found.stock)}</p>
        <button class="button" type="button" ${found.stock === 0 ? html`disabled` : ''}>Add to basket</button>
        <dl class="facts">
          <dt>Colour</dt><dd>${found.colour}</dd>
          <dt>Delivery</dt><dd>Free from €80</dd>
          <dt>Article</dt><dd>${found.sku}</dd>
        </dl>
      </div>
    </section>
    <div class="heading"><h2>What customers say</h2></div>
    ${reviews.length ? html`<div class="reviews">${reviews.map(review)}</div>` : html`<p class="empty">Nobody has written about it yet.</p>`}
    ${others.length ? html`<div class="heading"><h2>From the same shelf</h2></div><div class="grid four">${others.map(productCard)}</div>` : ''}`;
  return layout({ title: found.name, content });
}

function review(one) {
  return html`<article class="review">
    <span class="stars"><span class="row" style="--filled:${one.rating * 20}%" aria-label="${one.rating} of 5">★★★★★</span></span>
    <h3>${one.title}</h3>
    <p>${one.body}</p>
    <p class="quiet">${one.author} · ${day(one.posted_at)}${one.verified ? ' · Bought here' : ''}</p>
  </article>`;
}

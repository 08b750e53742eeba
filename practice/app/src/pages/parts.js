import { counted, money } from '../format.js';
import { html } from '../html.js';
import { illustration } from '../illustration/illustration.js';

/** Five stars and how many reviews stand behind them; nothing where nobody has reviewed. */
export function stars(average, reviews) {
  if (!Number(reviews)) return html`<span class="stars quiet">No reviews yet</span>`;
  const percent = Math.round((Number(average) / 5) * 100);
  const rating = Number(average).toFixed(1);
  return html`<span class="stars" title="${rating} of 5">
    <span class="row" style="--filled:${percent}%" aria-hidden="true">★★★★★</span> ${rating} <span class="quiet">(${counted(reviews, 'review')})</span>
  </span>`;
}

/** A product in a grid. */
export function productCard(product) {
  return html`<a class="card" href="/products/${product.id}">
    ${illustration(product)}
    <div class="about">
      <h3>${product.name}</h3>
      <p class="blurb">${product.blurb}</p>
      ${product.reviews === undefined ? '' : stars(product.average, product.reviews)}
      <p class="price">${money(product.price_cents)} ${availability(product.stock)}</p>
    </div>
  </a>`;
}

export function availability(stock) {
  if (stock === 0) return html`<span class="tag out">Sold out</span>`;
  return stock <= 5 ? html`<span class="tag few">Only ${stock} left</span>` : html`<span class="tag in">In stock</span>`;
}

export function orderStatus(status) {
  return html`<span class="tag status-${status}">${status[0].toUpperCase() + status.slice(1)}</span>`;
}

export function address(of) {
  return html`<address>${of.recipient}<br>${of.street}<br>${of.postcode} ${of.city}<br>${of.country}</address>`;
}

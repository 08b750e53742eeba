import { day, money } from '../format.js';
import { html } from '../html.js';
import { illustration } from '../illustration/illustration.js';
import { linesOf, order } from '../queries/orders.js';
import { layout } from './layout.js';
import { address, orderStatus } from './parts.js';

const steps = ['placed', 'paid', 'packed', 'shipped', 'delivered'];

export async function orderPage(db, { id }) {
  const found = await order(db, id);
  if (!found) return undefined;
  const lines = await linesOf(db, id);

  const content = html`
    <p class="crumbs"><a href="/orders">Orders</a> / #${found.id}</p>
    <h1 class="page">Order #${found.id} ${orderStatus(found.status)}</h1>
    <p class="quiet">Placed on ${day(found.placed_at)}${found.packed_by ? ` · packed by ${found.packed_by}` : ''}</p>
    ${found.status === 'cancelled' ? '' : progress(found.status)}
    <div class="columns">
      <div class="panel"><table>
        <thead><tr><th>Product</th><th class="number">Price</th><th class="number">Quantity</th><th class="number">Sum</th></tr></thead>
        <tbody>${lines.map(line)}</tbody>
        <tfoot>
          <tr><td colspan="3">Delivery</td><td class="number">${found.shipping_cents ? money(found.shipping_cents) : 'Free'}</td></tr>
          <tr class="total"><td colspan="3">Total</td><td class="number">${money(found.total_cents)}</td></tr>
        </tfoot>
      </table></div>
      <aside class="panel padded">
        <h2>Deliver to</h2>
        ${address(found)}
        <h2>Customer</h2>
        <p>${found.customer}<br>${found.email}${found.phone ? html`<br>${found.phone}` : ''}</p>
        ${found.note ? html`<h2>Note</h2><p class="note">${found.note}</p>` : ''}
      </aside>
    </div>`;
  return layout({ title: `Order #${found.id}`, current: '/orders', content });
}

function progress(status) {
  const reached = steps.indexOf(status);
  return html`<ol class="steps">${steps.map((step, index) => html`<li class="${index <= reached ? 'done' : ''}">${step[0].toUpperCase() + step.slice(1)}</li>`)}</ol>`;
}

function line(one) {
  return html`<tr>
    <td><a class="item" href="/products/${one.id}">${illustration(one)}${one.name}</a></td>
    <td class="number">${money(one.unit_cents)}</td>
    <td class="number">${one.quantity}</td>
    <td class="number">${money(one.unit_cents * one.quantity)}</td>
  </tr>`;
}

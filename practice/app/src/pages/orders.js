import { counted, day, money } from '../format.js';
import { html } from '../html.js';
import { illustration } from '../illustration/illustration.js';
import { latestOrders, openOrders } from '../queries/orders.js';
import { layout } from './layout.js';
import { orderStatus } from './parts.js';

/** The order desk: what came in lately and what waits at which step. */
export async function ordersPage(db) {
  const [orders, open] = await Promise.all([latestOrders(db, { limit: 25 }), openOrders(db)]);
  const content = html`
    <h1 class="page">Orders</h1>
    <p class="lead">The order desk: what came in lately, and what waits at which step.</p>
    <div class="tiles">${open.map((step) => html`<div class="tile"><strong>${Number(step.orders).toLocaleString('en-IE')}</strong>${orderStatus(step.status)}</div>`)}</div>
    ${orderTable(orders, { withCustomer: true })}`;
  return layout({ title: 'Orders', current: '/orders', content });
}

export function orderTable(orders, { withCustomer }) {
  if (!orders.length) return html`<p class="empty">No orders yet.</p>`;
  return html`<div class="panel"><table>
    <thead><tr><th>Order</th>${withCustomer ? html`<th>Customer</th>` : ''}<th>Items</th><th>Placed</th><th>Status</th><th class="number">Total</th></tr></thead>
    <tbody>${orders.map((order) => row(order, withCustomer))}</tbody>
  </table></div>`;
}

function row(order, withCustomer) {
  const items = order.items ?? [];
  return html`<tr>
    <td><a href="/orders/${order.id}">#${order.id}</a></td>
    ${withCustomer ? html`<td>${order.customer}<span class="quiet under">${order.city}</span></td>` : ''}
    <td><span class="thumbs" title="${items.map((item) => item.name).join(' · ')}">${items.map((item) => illustration(item))}</span><span class="quiet under">${counted(items.length, 'item')}</span></td>
    <td>${day(order.placed_at)}</td>
    <td>${orderStatus(order.status)}</td>
    <td class="number">${money(order.total_cents)}</td>
  </tr>`;
}

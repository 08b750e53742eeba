import { counted, day, money } from '../format.js';
import { html } from '../html.js';
import { addressesOf, visitor } from '../queries/customers.js';
import { latestOrders } from '../queries/orders.js';
import { layout } from './layout.js';
import { orderTable } from './orders.js';
import { address } from './parts.js';

export async function accountPage(db) {
  const customer = await visitor(db);
  if (!customer) return layout({ title: 'Account', current: '/account', content: html`<p class="empty">Nobody has ordered yet.</p>` });
  const [addresses, orders] = await Promise.all([
    addressesOf(db, customer.id),
    latestOrders(db, { customerId: customer.id, limit: 8 }),
  ]);

  const content = html`
    <section class="welcome">
      <span class="avatar" aria-hidden="true">${initials(customer.full_name)}</span>
      <div>
        <h1>Hello, ${customer.full_name.split(' ')[0]}</h1>
        <p class="quiet">With us since ${day(customer.created_at)} · ${counted(customer.orders, 'order')} · ${money(customer.spent_cents)}</p>
      </div>
    </section>
    <div class="columns three">
      <section class="panel padded"><h2>About you</h2>
        <dl class="facts">
          <dt>Name</dt><dd>${customer.full_name}</dd>
          <dt>Mail</dt><dd>${customer.email}</dd>
          <dt>Phone</dt><dd>${customer.phone ?? '–'}</dd>
          <dt>Birthday</dt><dd>${customer.birth_date ? day(customer.birth_date) : '–'}</dd>
        </dl>
      </section>
      <section class="panel padded"><h2>Addresses</h2>
        ${addresses.map((one) => html`<p class="label">${one.label}</p>${address(one)}`)}
      </section>
      <section class="panel padded"><h2>Good to know</h2>
        <p>${customer.newsletter ? 'You get our letter on the first of the month.' : 'You do not get our letter.'}</p>
        <p>${customer.advisor ? `${customer.advisor} looks after you in person.` : 'Customer care answers within the hour, every day until eight.'}</p>
      </section>
    </div>
    <div class="heading"><h2>Your orders</h2></div>
    ${orderTable(orders, { withCustomer: false })}`;
  return layout({ title: 'Account', current: '/account', content });
}

function initials(name) {
  return name
    .split(' ')
    .map((word) => word[0])
    .slice(0, 2)
    .join('');
}

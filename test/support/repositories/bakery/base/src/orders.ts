import type pg from "pg";

export interface Order {
  customer: string;
  what: string;
  day: string;
}

export async function comingOrders(db: pg.Pool): Promise<Order[]> {
  const { rows } = await db.query<Order>(`
    SELECT c.name AS customer, o.what, to_char(o.wanted_on, 'DD Mon') AS day
    FROM orders o JOIN customers c ON c.id = o.customer_id
    ORDER BY o.wanted_on, o.id LIMIT 40`);
  return rows;
}

export function orderLine({ customer, what, day }: Order): string {
  return `${day}: ${what} for ${customer}`;
}

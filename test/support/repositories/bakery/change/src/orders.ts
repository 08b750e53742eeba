import type pg from "pg";

export interface Order {
  customer: string;
  what: string;
  day: string;
  time: string;
}

export async function comingOrders(db: pg.Pool): Promise<Order[]> {
  const { rows } = await db.query<Order>(`
    SELECT c.name AS customer, o.what, to_char(o.wanted_on, 'DD Mon') AS day, to_char(o.pickup_at, 'HH24:MI') AS time
    FROM orders o JOIN customers c ON c.id = o.customer_id
    ORDER BY o.wanted_on, o.pickup_at, o.id LIMIT 40`);
  return rows;
}

export function orderLine({ customer, what, day, time }: Order): string {
  return `${day} at ${time}: ${what} for ${customer}`;
}

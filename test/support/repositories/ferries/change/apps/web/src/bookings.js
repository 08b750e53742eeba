import { fare } from "@ferries/fares";

export async function bookingsPage(sql) {
  const bookings = await sql`
    SELECT p.full_name, b.kind, b.passengers, b.deck, to_char(b.sails_on, 'DD Mon') AS day
    FROM bookings b JOIN passengers p ON p.id = b.passenger_id ORDER BY b.sails_on, b.id LIMIT 40`;
  const items = bookings.map(
    ({ full_name, kind, passengers, deck, day }) =>
      `<li>${day}: ${full_name}, deck ${deck}, ${fare(kind, passengers) / 100} €</li>`,
  );
  return `<!doctype html><title>Ferries</title><ul>${items.join("")}</ul>`;
}

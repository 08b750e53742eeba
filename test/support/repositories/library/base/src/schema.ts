import { date, integer, pgTable, serial, text } from "drizzle-orm/pg-core";

export const readers = pgTable("readers", {
  id: serial().primaryKey(),
  name: text().notNull(),
  email: text().notNull().unique(),
  address: text(),
});

export const loans = pgTable("loans", {
  id: serial().primaryKey(),
  reader_id: integer()
    .notNull()
    .references(() => readers.id),
  title: text().notNull(),
  due_on: date().notNull(),
});

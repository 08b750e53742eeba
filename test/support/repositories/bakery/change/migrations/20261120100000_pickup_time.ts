import type { Knex } from "knex";

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable("orders", (table) => table.time("pickup_at").notNullable().defaultTo("08:30"));
}

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable("orders", (table) => table.dropColumn("pickup_at"));

import type { Knex } from "knex";

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable("orders", (table) => {
    table.increments("id");
    table.integer("customer_id").notNullable().references("customers.id").index();
    table.text("what").notNullable();
    table.date("wanted_on").notNullable();
  });
}

export const down = (knex: Knex): Promise<void> => knex.schema.dropTable("orders");

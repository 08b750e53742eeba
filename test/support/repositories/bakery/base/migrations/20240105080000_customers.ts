import type { Knex } from "knex";

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable("customers", (table) => {
    table.increments("id");
    table.text("name").notNullable();
    table.text("email").notNullable().unique();
    table.string("phone", 24);
  });
}

export const down = (knex: Knex): Promise<void> => knex.schema.dropTable("customers");

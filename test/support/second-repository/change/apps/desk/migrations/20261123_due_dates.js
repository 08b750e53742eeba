exports.up = async (knex) => {
  await knex.schema.alterTable("loans", (table) => table.date("due_on"));
  await knex.raw("UPDATE loans SET due_on = taken_on + 14");
  await knex.raw("ALTER TABLE loans ALTER COLUMN due_on SET NOT NULL");
};

exports.down = (knex) => knex.schema.alterTable("loans", (table) => table.dropColumn("due_on"));

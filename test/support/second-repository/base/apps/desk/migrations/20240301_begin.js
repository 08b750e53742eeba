exports.up = async (knex) => {
  await knex.schema.createTable("members", (table) => {
    table.uuid("id").primary().defaultTo(knex.raw("gen_random_uuid()"));
    table.text("full_name").notNullable();
    table.string("email", 80).notNullable().unique();
    table.string("phone", 20);
    table.date("joined_on").notNullable();
  });
  await knex.schema.createTable("tools", (table) => {
    table.increments("id");
    table.text("name").notNullable();
    table.integer("belongs_to").references("tools.id");
  });
  await knex.raw("CREATE TYPE loan_state AS ENUM ('out', 'back', 'lost')");
  await knex.schema.createTable("loans", (table) => {
    table.uuid("member_id").notNullable().references("members.id");
    table.integer("tool_id").notNullable().references("tools.id");
    table.date("taken_on").notNullable();
    table.specificType("state", "loan_state").notNullable().defaultTo("out");
    table.primary(["member_id", "tool_id", "taken_on"]);
  });
};

exports.down = () => {
  throw new Error("There is nothing before the beginning");
};

exports.up = async (knex) => {
  await knex.raw("CREATE SCHEMA money");
  await knex.schema.withSchema("money").createTable("fines", (table) => {
    table.bigIncrements("id");
    table.uuid("member_id").notNullable();
    table.integer("tool_id").notNullable();
    table.date("taken_on").notNullable();
    table.integer("cents").notNullable();
    table.jsonb("paid_by");
    table
      .foreign(["member_id", "tool_id", "taken_on"])
      .references(["member_id", "tool_id", "taken_on"])
      .inTable("public.loans");
  });
};

exports.down = (knex) => knex.raw("DROP SCHEMA money CASCADE");

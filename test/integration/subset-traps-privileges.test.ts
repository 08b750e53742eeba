/**
 * @module-tag postgres
 * @module-tag postgres18
 */
import { expect, test } from "vitest";
import type { Connection } from "../../agent/database/connection.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import { sql } from "../support/sql.ts";
import { eachVersion } from "../support/subset-versions.ts";

const schema = `
  CREATE TABLE open_one (id int PRIMARY KEY); INSERT INTO open_one SELECT generate_series(1, 30);
  CREATE SCHEMA "Own Schema"; CREATE TABLE "Own Schema".secret_one (id int, body text); INSERT INTO "Own Schema".secret_one VALUES (1, 'hidden words');
  CREATE TABLE tree (id int) PARTITION BY RANGE (id); CREATE TABLE tree_1 PARTITION OF tree FOR VALUES FROM (0) TO (100); INSERT INTO tree VALUES (1);`;

/** A role that may sign in and nothing more. */
async function newRole(source: Connection, name: string, more = ""): Promise<Connection> {
  const role = `${name} ${source.database}`;
  await sql(source, `CREATE ROLE "${role}" LOGIN PASSWORD 'r' ${more}`);
  return { ...source, user: role, password: new Secret("r") };
}

eachVersion((versions) => {
  test("a table or a partition that may not be read is named with the grant, which is then enough", async () => {
    const source = await versions.makeSource(schema);
    const poor = await newRole(source, "poor");
    await sql(
      source,
      `GRANT SELECT ON open_one, tree TO "${poor.user}"; GRANT SELECT (id) ON "Own Schema".secret_one TO "${poor.user}"`,
    );
    const failed = await versions.subset(poor).catch((error) => error);
    expect(failed).toMatchObject({
      code: "source-privileges",
      where: "Own Schema.secret_one, public.tree_1",
      why: expect.stringContaining("lacks SELECT on 2 of them"),
    });
    expect(failed.message).not.toContain("hidden words");
    await sql(source, failed.next);
    const { report } = await versions.subset(poor);
    expect(report.rows).toBe(32);
  });

  test("row-level security that would hide rows ends it, and does not where the role sees through it", async () => {
    const source = await versions.makeSource(
      `${schema} ALTER TABLE open_one ENABLE ROW LEVEL SECURITY; CREATE POLICY few ON open_one USING (id < 3);`,
    );
    const filtered = await newRole(source, "filtered");
    const grants = (role: string) =>
      `GRANT USAGE ON SCHEMA "Own Schema" TO "${role}"; GRANT SELECT ON ALL TABLES IN SCHEMA public, "Own Schema" TO "${role}"`;
    await sql(source, grants(filtered.user));
    const failed = await versions.subset(filtered).catch((error) => error);
    expect(failed).toMatchObject({
      code: "source-row-security",
      where: "public.open_one",
      next: expect.stringContaining("BYPASSRLS"),
    });
    await sql(source, `ALTER ROLE "${filtered.user}" BYPASSRLS`);
    const { report, target } = await versions.subset(filtered);
    expect(report.rows).toBe(32);
    expect(
      await sql(target, "SELECT relrowsecurity, polname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid"),
    ).toEqual([{ relrowsecurity: true, polname: "few" }]);
  });

  test("owners and grants stay behind, and a role that a policy names and the target lacks is named", async () => {
    const source = await versions.makeSource(schema);
    const owner = await newRole(source, "owner");
    await sql(
      source,
      `ALTER TABLE open_one OWNER TO "${owner.user}"; GRANT ALL ON "Own Schema".secret_one TO "${owner.user}"`,
    );
    const { target } = await versions.subset(source);
    expect(
      await sql(target, "SELECT relowner::regrole::text AS owner, relacl FROM pg_class WHERE relname = 'open_one'"),
    ).toEqual([{ owner: "postgres", relacl: null }]);
    await sql(source, `CREATE POLICY theirs ON tree TO "${owner.user}" USING (true)`);
    if (versions.upgrade) {
      await expect(versions.subset(source)).rejects.toMatchObject({
        code: "schema-refused",
        why: expect.stringContaining(`role "${owner.user}" does not exist`),
        next: `Create that role on the target's server first: CREATE ROLE "${owner.user}" NOLOGIN.`,
      });
    }
  });

  test("sequences that may not be read go behind the rows, upwards and downwards", async () => {
    const source = await versions.makeSource(`CREATE TABLE up (id int GENERATED ALWAYS AS IDENTITY, gone text);
      CREATE TABLE down (id bigint PRIMARY KEY); CREATE SEQUENCE down_seq INCREMENT -1 OWNED BY down.id; CREATE SEQUENCE odd OWNED BY up.gone;
      INSERT INTO up (gone) SELECT 'x' FROM generate_series(1, 40); INSERT INTO down SELECT nextval('down_seq') FROM generate_series(1, 25)`);
    const reader = await newRole(source, "reader");
    await sql(source, `GRANT SELECT ON ALL TABLES IN SCHEMA public TO "${reader.user}"`);
    const { target } = await versions.subset(reader);
    expect(await sql(target, "SELECT nextval('up_id_seq')::int AS up, nextval('down_seq')::int AS down")).toEqual([
      { up: 41, down: -26 },
    ]);
  });

  test.skipIf(versions.only18)("and ask no other server where the last one is", async () => {
    const elsewhere = "SERVER files OPTIONS (filename '/nowhere/at/all')";
    const source =
      await versions.makeSource(`CREATE EXTENSION file_fdw; CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
      CREATE TABLE tree (id serial) PARTITION BY RANGE (id); CREATE TABLE tree_1 PARTITION OF tree FOR VALUES FROM (1) TO (100);
      CREATE FOREIGN TABLE tree_2 PARTITION OF tree FOR VALUES FROM (100) TO (200) ${elsewhere};
      CREATE TABLE heir (id serial); CREATE FOREIGN TABLE heir_2 () INHERITS (heir) ${elsewhere}; CREATE FOREIGN TABLE alone (id serial) ${elsewhere};
      INSERT INTO tree SELECT nextval('tree_id_seq') FROM generate_series(1, 40); INSERT INTO heir SELECT nextval('heir_id_seq') FROM generate_series(1, 25)`);
    const reader = await newRole(source, "far reader");
    await sql(source, `GRANT SELECT ON ALL TABLES IN SCHEMA public TO "${reader.user}"`);
    const { target } = await versions.subset(reader);
    expect(
      await sql(target, "SELECT nextval('tree_id_seq')::int AS tree, nextval('heir_id_seq')::int AS heir"),
    ).toEqual([{ tree: 41, heir: 26 }]);
  });

  test("a target that is older than the source is refused at once", async () => {
    if (!versions.upgrade) return;
    const source = await versions.to.connection;
    await expect(versions.subset(source, { target: versions.from.connection })).rejects.toMatchObject({
      code: "target-too-old",
      usage: true,
    });
  });
});

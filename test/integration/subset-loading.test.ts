/**
 * @module-tag postgres
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openClient } from "../../agent/database/client.ts";
import type { Connection } from "../../agent/database/connection.ts";
import { machineDumper } from "../../agent/database/machine-dumper.ts";
import type { SchemaDumper } from "../../agent/database/schema-dumper.ts";
import type { Copied } from "../../agent/subset/load/copy-rows.ts";
import { openTarget } from "../../agent/subset/load/target-database.ts";
import { readValidKeys } from "../../agent/subset/load/valid-keys.ts";
import { readPlan } from "../../agent/subset/read-plan.ts";
import type { SubsetRequest } from "../../agent/subset/request.ts";
import { openSource } from "../../agent/subset/source/source.ts";
import { subset } from "../../agent/subset/subset.ts";
import { giveVerdict } from "../../agent/subset/verdict.ts";
import { unwatched } from "../../agent/work.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { createDatabase, sql } from "../support/sql.ts";
import { lockTable } from "../support/table-lock.ts";

let server: TestPostgres;
let source: Connection;
let request: Omit<SubsetRequest, "target">;
let made = 0;
const target = () => createDatabase(server.connection, `target_${made++}`);

/** A table that gets its indexes after its rows, one that gets them before, and a tree. */
const schema = `
  CREATE TABLE small (id int PRIMARY KEY, name text UNIQUE);
  CREATE TABLE big (id int PRIMARY KEY, small_id int NOT NULL REFERENCES small, body text NOT NULL);
  CREATE INDEX "big ON odd" ON big (lower(body)) WHERE id > 10;
  CREATE STATISTICS big_together ON id, small_id FROM big;
  CREATE TABLE tree (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
  CREATE TABLE tree_old PARTITION OF tree FOR VALUES FROM (MINVALUE) TO ('2020-01-01');
  CREATE TABLE tree_new PARTITION OF tree FOR VALUES FROM ('2020-01-01') TO (MAXVALUE);
  INSERT INTO small SELECT n, 'name ' || n FROM generate_series(1, 500) n;
  INSERT INTO big SELECT n, 1 + n % 500, repeat('x', 100) || n FROM generate_series(1, 20000) n;
  INSERT INTO tree SELECT n, date '2019-06-01' + n FROM generate_series(1, 1000) n;
  CREATE MATERIALIZED VIEW sums AS SELECT small_id, count(*) AS n FROM big GROUP BY 1;
  CREATE INDEX ON sums (n);`;

beforeAll(async () => {
  server = await startPostgres();
  source = await createDatabase(server.connection, "source");
  await sql(source, schema);
  await sql(source, "VACUUM ANALYZE");
  request = { source, seed: 1, tables: { big: 3000 }, transforms: "unmasked", dumper: machineDumper() };
}, 60_000);
afterAll(() => server?.stop());

test("every index is there, made before or after the rows, and every table has statistics", async () => {
  const to = await target();
  await subset({ ...request, target: to }, unwatched());
  const indexes = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2";
  expect(await sql(to, indexes)).toEqual(await sql(source, indexes));
  const valid = "SELECT 1 FROM pg_index WHERE NOT indisvalid";
  expect(await sql(to, valid)).toEqual([]);
  const analysed = "SELECT DISTINCT tablename FROM pg_stats WHERE schemaname = 'public' ORDER BY 1";
  expect(await sql(to, analysed)).toEqual(
    ["big", "big ON odd", "small", "sums", "tree", "tree_new", "tree_old"].map((tablename) => ({ tablename })),
  );
  expect(await sql(to, "SELECT 1 FROM pg_statistic_ext_data")).toHaveLength(1);
});

test("says of every table how far it is, and never goes back", async () => {
  const said: { message: string; fraction: number | undefined }[] = [];
  const progress = (message: string, fraction?: number) => void said.push({ message, fraction });
  await subset({ ...request, target: await target() }, { ...unwatched(), progress });
  const copied = said.filter(({ message }) => message.startsWith("Cop"));
  expect(copied.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^Copied public\.big: 3,000 rows, 0\.\d MB/),
  );
  expect(copied.at(-1)?.fraction).toBe(1);
  const fractions = copied.map(({ fraction }) => fraction ?? 0);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
});

test("rows wider than a page are passed on in pieces, and never held as a whole", async () => {
  const wide = await createDatabase(server.connection, "wide");
  // Text that no TOAST compression makes small: two pages of rows, a hundred and sixty megabytes of values.
  await sql(
    wide,
    `CREATE TABLE documents (id int PRIMARY KEY, body text); ALTER TABLE documents ALTER body SET STORAGE EXTERNAL;
     INSERT INTO documents SELECT g, repeat('0123456789', 4000000) || g FROM generate_series(1, 4) g`,
  );
  let most = 0;
  const held = () => process.memoryUsage().arrayBuffers;
  const before = held();
  const watching = setInterval(() => {
    most = Math.max(most, held() - before);
  }, 2);
  const to = await target();
  const { bytes } = await subset(
    { ...request, source: wide, tables: { documents: "all" }, target: to },
    unwatched(),
  ).finally(() => clearInterval(watching));
  expect(bytes).toBeGreaterThan(160_000_000);
  expect(most).toBeLessThan(120_000_000);
  const values = "SELECT id, length(body), md5(body) FROM documents ORDER BY 1";
  expect(await sql(to, values)).toEqual(await sql(wide, values));
});

test("masks that cannot be made stop it before anything is created", async () => {
  const to = await target();
  const masks = Promise.withResolvers<never>();
  let [dumped, created] = [false, false];
  const dumper: SchemaDumper = {
    name: "watched",
    async dump(wanted) {
      const { preData, ...rest } = await machineDumper().dump(wanted);
      dumped = true;
      return {
        ...rest,
        // Whoever asks for it is about to create what it says.
        get preData() {
          created = true;
          return preData;
        },
      };
    },
  };
  const failed = subset({ ...request, target: to, transforms: () => masks.promise, dumper }, unwatched());
  failed.catch(() => {});
  // Nothing else is waited for: all that could be done in the target without the masks is done.
  const sessions = `SELECT DISTINCT state FROM pg_stat_activity WHERE datname = '${to.database}'`;
  const seen: string[] = [];
  const isWaiting = async () => {
    seen.push(JSON.stringify([dumped, await sql(server.connection, sessions)]));
    return seen.slice(-5);
  };
  const waiting = Array.from({ length: 5 }, () => '[true,[{"state":"idle"}]]');
  await expect.poll(isWaiting, { timeout: 20_000, interval: 20 }).toEqual(waiting);
  masks.reject(new Error("no key"));
  await expect(failed).rejects.toThrow("no key");
  expect(created).toBe(false);
});

test("a cancelled pg_dump leaves no session, whatever it waits for", async () => {
  await using _held = await lockTable(source, "tree");
  // It is asked on an open connection: what pg_dump leaves behind gives up by itself after some seconds.
  const watcher = await openClient(server.connection);
  const sessions = async (what: string) =>
    (await watcher.query(`SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'slipway pg_dump%' ${what}`))
      .rows;
  const controller = new AbortController();
  const dumped = machineDumper().dump({ source, signal: controller.signal });
  dumped.catch(() => {});
  await expect.poll(() => sessions("AND wait_event_type = 'Lock'"), { timeout: 20_000, interval: 20 }).toHaveLength(1);
  controller.abort();
  await expect(dumped).rejects.toMatchObject({ name: "AbortError" });
  expect(await sessions("")).toEqual([]);
  await watcher.end();
});

test("the verdict finds a row too few and a parent that is missing, also under a key that was valid before", async () => {
  const to = await target();
  const { signal } = new AbortController();
  const opened = await openSource(source, { jobs: 1, signal, onLost: () => {} });
  const { targets, references } = await readPlan(opened, request);
  await opened.close();
  const database = await openTarget(to, 2, signal);
  try {
    await database.run("CREATE TABLE small (id int); CREATE TABLE big (id int, small_id int);");
    await database.run("INSERT INTO small VALUES (1), (2); INSERT INTO big VALUES (1, 1), (2, 3), (3, NULL);");
    const copied = [...targets.keys()].flatMap((table): Copied[] => {
      const [leaf] = table.leaves;
      const rows = { small: 2, big: 3 }[table.name];
      if (!leaf || rows === undefined) return [];
      return [{ task: { table, leaf, places: [], format: "binary", transforms: [] }, rows, bytes: 0 }];
    });
    const ofBig = references.filter(({ child }) => child.name === "big");
    const key = ofBig[0]?.constraint?.quotedName;
    let early = await readValidKeys(database);
    await expect(giveVerdict(database, copied, ofBig, early)).rejects.toMatchObject({
      code: "subset-broken",
      where: expect.stringContaining("big.small_id: 1 rows"),
    });
    await database.run("DELETE FROM big WHERE id = 2");
    await expect(giveVerdict(database, copied, ofBig, early)).rejects.toMatchObject({
      code: "subset-broken",
      where: "public.big: 2 instead of 3 rows",
    });
    await database.run("INSERT INTO big VALUES (4, 2)");
    await giveVerdict(database, copied, ofBig, early);
    await database.run(
      `ALTER TABLE small ADD PRIMARY KEY (id); ALTER TABLE big ADD CONSTRAINT ${key} FOREIGN KEY (small_id) REFERENCES small`,
    );
    early = await readValidKeys(database);
    await database.run("SET LOCAL session_replication_role = replica; UPDATE big SET small_id = 5 WHERE id = 4");
    await expect(giveVerdict(database, copied, ofBig, early)).rejects.toMatchObject({
      code: "subset-broken",
      where: expect.stringContaining("big.small_id: 1 rows"),
    });
  } finally {
    await database.close();
  }
});

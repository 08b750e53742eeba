/**
 * @module-tag postgres
 * @module-tag postgres18
 */
import { expect, test } from "vitest";
import { placeOf } from "../../agent/subset/selection/places.ts";
import { rowStore } from "../../agent/subset/selection/row-store.ts";
import { sampleRows } from "../../agent/subset/selection/sample-rows.ts";
import { embeddedPostgres } from "../../scripts/setup/embedded-postgres.ts";
import { openChoice } from "../support/choose-rows.ts";
import { startPostgres } from "../support/postgres.ts";
import { createDatabase, sql } from "../support/sql.ts";

/** Places are drawn up to a line that most pages end before; which rows lie beyond it the server itself must tell. */
test.each([
  ["the machine's PostgreSQL", undefined, 12],
  ["PostgreSQL 18", embeddedPostgres(), 18],
])(
  "a table of which a few pages hold far more rows than the others is sampled evenly in %s",
  async (_, programs, oldest) => {
    const server = await startPostgres({}, programs);
    try {
      const source = await createDatabase(server.connection, "uneven");
      await sql(
        source,
        `CREATE TABLE uneven (id int, filler text) WITH (autovacuum_enabled = off);
       ALTER TABLE uneven ALTER filler SET STORAGE PLAIN;
       INSERT INTO uneven SELECT 30000 + g, '' FROM generate_series(1, 6000) g;
       INSERT INTO uneven SELECT g, repeat('x', 750) FROM generate_series(1, 30000) g; ANALYZE`,
      );
      const choice = await openChoice(source);
      try {
        expect(choice.source.major).toBeGreaterThanOrEqual(oldest);
        const table = choice.table("uneven");
        const runs = 200;
        const wanted = 60;
        let dense = 0;
        const small = await choice.source.query<{ block: number; line: number }>(
          "SELECT (ctid::text::point)[0]::int AS block, (ctid::text::point)[1]::int AS line FROM uneven WHERE id > 30000",
        );
        const places = new Set(small.map(({ block, line }) => placeOf(block, line)));
        for (let seed = 1; seed <= runs; seed++) {
          const store = rowStore(choice.source, seed, []);
          const rows = store.rows(table);
          const chosen = rows.inOrder(await sampleRows(store, { table, wanted }, "places")).slice(0, wanted);
          dense += chosen.filter((id) => places.has(rows.places[id] ?? 0)).length;
        }
        const share = 6000 / 36_000;
        const deviation = Math.sqrt(runs * wanted * share * (1 - share));
        expect(Math.abs(dense - runs * wanted * share) / deviation).toBeLessThan(4);
      } finally {
        await choice.close();
      }
    } finally {
      await server.stop();
    }
  },
);

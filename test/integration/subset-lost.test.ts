/**
 * @module-tag postgres
 */

import { mkdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../agent/database/connection.ts";
import { pgDumpDumper } from "../../agent/database/pg-dump-dumper.ts";
import { findPgDump } from "../../agent/database/postgres-programs.ts";
import type { SubsetRequest } from "../../agent/subset/request.ts";
import { subset } from "../../agent/subset/subset.ts";
import { unwatched, type Work } from "../../agent/work.ts";
import { startPostgres, type TestPostgres, unprivilegedFolder } from "../support/postgres.ts";
import { type Relay, startRelay } from "../support/relay.ts";
import { createDatabase, sql } from "../support/sql.ts";
import { tableContents } from "../support/table-contents.ts";

let server: TestPostgres;
let source: Connection;
let relay: Relay;
let made = 0;

beforeAll(async () => {
  server = await startPostgres();
  source = await createDatabase(server.connection, "source");
  await sql(
    source,
    `CREATE TABLE words (id int PRIMARY KEY, body text);
     INSERT INTO words SELECT g, repeat(md5(g::text), 60) FROM generate_series(1, 4000) g`,
  );
  relay = await startRelay(source.port);
});
afterAll(async () => {
  await relay?.stop();
  await server?.stop();
});

const run = async (changes: Partial<SubsetRequest> = {}, watch: Partial<Work> = {}) => {
  const program = await findPgDump(12);
  if (!program) throw new Error("pg_dump is not installed");
  const target = changes.target ?? (await createDatabase(server.connection, `target_${made++}`));
  const log: string[] = [];
  const work = { ...unwatched(), log: (text: string) => log.push(text), ...watch };
  const request = {
    seed: 1,
    tables: { words: "all" as const },
    transforms: "unmasked" as const,
    dumper: pgDumpDumper(program),
  };
  const done = subset({ ...request, source: { ...source, port: relay.port }, target, ...changes }, work);
  return { target, log, done };
};
const sessions = () =>
  sql(
    server.connection,
    "SELECT 1 FROM pg_stat_activity WHERE application_name = 'slipway' AND datname = 'source' AND pid <> pg_backend_pid()",
  );

describe("a source whose connections are lost in the middle of the rows", () => {
  test("is read again from the start, into a target that was emptied", async () => {
    const cut = relay.arm({ on: "answer", how: "cut", sees: (_, passed) => passed > 2_000_000 });
    void cut.then(() => relay.mend());
    const { target, log, done } = await run();
    expect((await done).rows).toBe(4000);
    await cut;
    expect(log.join("")).toContain("Beginning again");
    expect(await sql(target, "SELECT count(*)::int AS n FROM words")).toEqual([{ n: 4000 }]);
    expect(await sessions()).toEqual([]);
  });

  test("and lost again each time is given up after a few times, with nothing left in the target", async () => {
    let cuts = 0;
    const cutEachTime = (message: string) => {
      if (!message.startsWith("Reading the catalogue")) return;
      void relay.arm({ on: "answer", how: "cut", sees: (_, passed) => passed > 1_000_000 }).then(() => {
        cuts += 1;
        return relay.mend();
      });
    };
    const { target, done } = await run({}, { progress: cutEachTime });
    await expect(done).rejects.toMatchObject({ code: "source-lost", next: expect.stringContaining("try again") });
    expect(cuts).toBe(3);
    expect(await tableContents(target)).toBe("[]");
    expect(await sessions()).toEqual([]);
  });

  test("and that cannot be reached any more is waited for, then said to be lost", async () => {
    const cut = relay.arm({ on: "answer", how: "cut", sees: (_, passed) => passed > 1_000_000 });
    const { done } = await run();
    await expect(done).rejects.toMatchObject({ code: "source-lost" });
    await cut;
    await relay.mend();
  });

  test("is not read again once it was cancelled", async () => {
    const controller = new AbortController();
    const cut = relay.arm({ on: "answer", how: "cut", sees: (_, passed) => passed > 1_000_000 });
    void cut.then(() => relay.mend());
    const log = (text: string) => text.includes("Beginning again") && controller.abort();
    const { target, done } = await run({}, { signal: controller.signal, log });
    await expect(done).rejects.toMatchObject({ name: "AbortError" });
    expect(await tableContents(target)).toBe("[]");
  });
});

/** Only root may mount a file system of its own. */
describe.skipIf(process.getuid?.() !== 0)("a target whose disk is full", () => {
  let small: string;
  beforeAll(async () => {
    small = await unprivilegedFolder();
    await execa("mount", ["-t", "tmpfs", "-o", "size=3m,uid=65534,gid=65534,mode=0700", "slipway-test", small]);
    await mkdir(join(small, "space"));
    await execa("chown", ["65534:65534", join(small, "space")]);
    await sql(server.connection, `CREATE TABLESPACE small LOCATION '${join(small, "space")}'`);
  });
  afterAll(async () => {
    await sql(server.connection, "DROP DATABASE IF EXISTS full_disk");
    await sql(server.connection, "DROP TABLESPACE IF EXISTS small");
    await execa("umount", [small]);
    await rmdir(small);
  });

  test("is said to be full, and what was written is taken back", async () => {
    const target = await createDatabase(server.connection, "full_disk");
    await sql(server.connection, "ALTER DATABASE full_disk SET default_tablespace = small");
    const { done } = await run({ target, source });
    await expect(done).rejects.toMatchObject({ code: "target-full", next: expect.stringContaining("Make room") });
    expect(await tableContents(target)).toBe("[]");
  });
});

import { afterAll, beforeAll, describe } from "vitest";
import { catalogueDumper } from "../../agent/database/catalogue-dumper/catalogue-dumper.ts";
import { type Connection, withDatabase } from "../../agent/database/connection.ts";
import { pgDumpDumper } from "../../agent/database/pg-dump-dumper.ts";
import { findPgDump } from "../../agent/database/postgres-programs.ts";
import type { SubsetReport, SubsetRequest } from "../../agent/subset/request.ts";
import { subset } from "../../agent/subset/subset.ts";
import { unwatched } from "../../agent/work.ts";
import { embeddedPostgres } from "../../scripts/setup/embedded-postgres.ts";
import { startPostgres, type TestPostgres } from "./postgres.ts";
import { createDatabase, sql } from "./sql.ts";

/** A pair of servers that a subset goes between. */
export interface SubsetVersions {
  readonly from: TestPostgres;
  readonly to: TestPostgres;
  /** True where the target is a newer PostgreSQL than the source. */
  readonly upgrade: boolean;
  /** True where the source is version 18 for certain. */
  readonly only18: boolean;
  /** A database with this in it, on the source's server. */
  makeSource(schema: string): Promise<Connection>;
  /** The same, in the encoding LATIN1. */
  makeLatinSource(schema: string): Promise<Connection>;
  /** An empty database on the target's server. */
  makeTarget(): Promise<Connection>;
  /** A request that keeps every table whole unless it is told otherwise, and a target for it. */
  request(source: Connection, changes?: Partial<SubsetRequest>): Promise<SubsetRequest>;
  subset(source: Connection, changes?: Partial<SubsetRequest>): Promise<MadeSubset>;
}

export interface MadeSubset {
  readonly source: Connection;
  readonly target: Connection;
  readonly report: SubsetReport;
  /** What was logged. */
  readonly log: string;
}

/** A line through the origin: every table whole. */
const everything = { "1": 1, "1000000000": 1_000_000_000 };

/**
 * Runs the same tests within the machine's PostgreSQL (whose schema pg_dump reads), within 18 (which has no pg_dump here:
 * the catalogue dumper reads it), and from the one to the other. The two servers are shared by the whole file.
 */
export function eachVersion(define: (versions: SubsetVersions) => void): void {
  const servers: Partial<Record<ServerName, TestPostgres>> = {};
  let databases = 0;
  beforeAll(async () => {
    const [installed, embedded] = await Promise.all([startPostgres(), startPostgres({}, programsOf18())]);
    Object.assign(servers, { installed, embedded });
  });
  afterAll(async () => {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
  });
  const server = (name: ServerName) => {
    const found = servers[name];
    if (!found) throw new Error(`The server ${name} has not been started`);
    return found;
  };

  describe.each(pairs)("$title", ({ from, to }) => {
    const versions: SubsetVersions = {
      get from() {
        return server(from);
      },
      get to() {
        return server(to);
      },
      upgrade: from !== to,
      only18: from === "embedded",
      async makeSource(schema) {
        const source = await createDatabase(server(from).connection, `source_${databases++}`);
        await sql(source, schema);
        return source;
      },
      async makeLatinSource(schema) {
        const name = `latin_${databases++}`;
        await sql(server(from).connection, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'`);
        const source = withDatabase(server(from).connection, name);
        await sql(source, schema);
        return source;
      },
      makeTarget: () => createDatabase(server(to).connection, `target_${databases++}`),
      async request(source, changes) {
        const dumper = from === "embedded" ? catalogueDumper() : await installedDumper();
        const target = changes?.target ?? (await versions.makeTarget());
        return { source, target, dumper, seed: 1, curve: everything, tables: {}, transforms: "unmasked", ...changes };
      },
      async subset(source, changes) {
        const request = await versions.request(source, changes);
        const log: string[] = [];
        const report = await subset(request, { ...unwatched(), log: (text) => log.push(text) });
        return { source, target: request.target, report, log: log.join("") };
      },
    };
    define(versions);
  });
}

type ServerName = "installed" | "embedded";

const pairs: { title: string; from: ServerName; to: ServerName }[] = [
  { title: "the machine's PostgreSQL", from: "installed", to: "installed" },
  { title: "PostgreSQL 18", from: "embedded", to: "embedded" },
  { title: "the machine's to 18", from: "installed", to: "embedded" },
];

function programsOf18(): string {
  const programs = embeddedPostgres();
  if (programs === undefined) throw new Error("embedded-postgres has no server for this platform");
  return programs;
}

async function installedDumper() {
  const program = await findPgDump(15);
  if (!program) throw new Error("pg_dump is not installed");
  return pgDumpDumper(program);
}

import { createHash } from "node:crypto";
import type { Config } from "../config/schema/config.ts";
import { openClient } from "../database/client.ts";
import type { Connection } from "../database/connection.ts";
import { machineDumper } from "../database/machine-dumper.ts";
import { includeKeptRows } from "../mask/include-kept-rows.ts";
import { maskSource } from "../mask/mask-source.ts";
import type { Owner, Runtime, SnapshotFacts, StoredSnapshot } from "../runtime/runtime.ts";
import type { SubsetReport } from "../subset/request.ts";
import { sourceProblem } from "../subset/source/source-problem.ts";
import type { Work } from "../work.ts";
import { pristine } from "./clone-databases.ts";
import { fillSnapshot } from "./fill-snapshot.ts";
import type { SourceFacts } from "./source-facts.ts";

export interface BuildRequest {
  readonly runtime: Runtime;
  readonly owner: Owner;
  readonly source: Connection;
  readonly config: Config;
  /** The migrations' ledger, where the team has a name of its own for it. */
  readonly ledger?: string | undefined;
  readonly key: string;
  readonly maskKey: Buffer;
  readonly facts: SourceFacts;
}

/** Reads the subset through its masks and seals it under a key. */
export async function buildSnapshot(
  request: BuildRequest,
  work: Work,
): Promise<StoredSnapshot & { readonly reused: boolean }> {
  const { runtime, owner, source, config, ledger, key, maskKey } = request;
  const { curve, seed, tables, links } = config.subset;
  const { schemas } = config.source ?? {};
  const masks = { source, section: config.mask, schemas, links, key: maskKey };
  const transforms = () =>
    maskSource(masks, work).catch((error: unknown) => {
      work.signal.throwIfAborted();
      throw sourceProblem(error, source);
    });
  // What is missing is said before a server is started; what counts is looked at when the tables are held.
  await transforms();
  const included = includeKeptRows(tables, config.mask);
  const subset = { source, curve, seed, tables: included, ledger, links, schemas, transforms, dumper: machineDumper() };
  const fill = async (superuser: Connection): Promise<SnapshotFacts> => {
    const report = await fillSnapshot(superuser, subset, work);
    for (const table of report.tables) {
      work.log(
        `${table.schema}.${table.name}: ${table.rows} of ${table.sourceRows} rows (target ${table.targetRows})\n`,
      );
    }
    for (const note of report.notes) work.log(`Note: ${note}\n`);
    work.progress(`${report.rows} rows in ${report.tables.length} tables`);
    return snapshotFacts(request, report, await databaseSize(superuser));
  };
  const { baseImage } = config.snapshot;
  return runtime.databases.seal({ owner, key, baseImage, postgresMajor: request.facts.major, fill }, work);
}

/** What is kept with the snapshot: fingerprints tell two apart without giving away what they are of. */
function snapshotFacts(
  { facts, config, maskKey }: BuildRequest,
  report: SubsetReport,
  databaseBytes: number,
): SnapshotFacts {
  return {
    source: fingerprint(facts.identity),
    schema: fingerprint(facts.schemaFingerprint),
    subset: fingerprint(JSON.stringify(config.subset)),
    mask: fingerprint(JSON.stringify([config.mask, fingerprint(maskKey)])),
    postgres: String(facts.major),
    tables: String(report.tables.length),
    rows: String(report.rows),
    bytes: String(databaseBytes),
  };
}

function fingerprint(of: string | Buffer): string {
  return createHash("sha256").update(of).digest("hex").slice(0, 12);
}

async function databaseSize(superuser: Connection): Promise<number> {
  const client = await openClient(superuser);
  try {
    const { rows } = await client.query<{ bytes: string }>("SELECT pg_database_size($1) AS bytes", [pristine]);
    return Number(rows[0]?.bytes ?? 0);
  } finally {
    await client.end();
  }
}

import type { Connection } from "../../database/connection.ts";
import { readOnlyRole } from "../../doctor/read-only-role.ts";
import { readSourceStanding } from "../../doctor/source-facts.ts";
import { sourceFindings } from "../../doctor/source-findings.ts";
import type { Finding } from "../../protocol/finding.ts";

/** What was found of production's database, and the statements that mend it. */
export interface ExaminedSource {
  /** Where it is; undefined where nothing names one. */
  readonly source: string | undefined;
  readonly findings: readonly Finding[];
  readonly grants: readonly string[];
}

/** @throws Problem "source-unreachable", "source-refused" … */
export async function examineSource(
  { connection, schemas }: { connection: Connection; schemas: readonly string[] | undefined },
  signal: AbortSignal,
): Promise<ExaminedSource> {
  const standing = await readSourceStanding(connection, schemas, signal);
  const findings = sourceFindings(standing);
  const needsRole = ({ check, level }: Finding) => check !== "replica" && level !== "ok";
  return { source: standing.where, findings, grants: findings.some(needsRole) ? readOnlyRole(standing) : [] };
}

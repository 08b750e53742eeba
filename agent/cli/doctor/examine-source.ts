import { readOnlyRole } from "../../doctor/read-only-role.ts";
import { readSourceStanding } from "../../doctor/source-facts.ts";
import type { Finding } from "../../doctor/source-findings.ts";
import { sourceFindings } from "../../doctor/source-findings.ts";
import { exitCodes } from "../session/exit-code.ts";
import type { Session } from "../session/session.ts";
import { findingLines } from "./finding-lines.ts";
import { namedSource } from "./named-source.ts";

/** Prints what was found of the source, and the statements that mend it. @returns the exit code. */
export async function examineSource(
  { out, place, interrupts }: Session,
  environment: NodeJS.ProcessEnv,
  url: string | undefined,
): Promise<number> {
  const { connection, schemas } = await namedSource(place, environment, url);
  const standing = await readSourceStanding(connection, schemas, interrupts.cancel);
  const findings = sourceFindings(standing);
  const needsRole = ({ check, level }: Finding) => check !== "replica" && level !== "ok";
  const grants = findings.some(needsRole) ? readOnlyRole(standing) : [];
  const failed = findings.some(({ level }) => level === "error");
  for (const finding of findings) out.object({ kind: "check", ...finding });
  out.object({ kind: "doctor", status: failed ? "failed" : "succeeded", source: standing.where, grants });
  out.lines(findings.flatMap((finding) => findingLines(finding, out.paint)));
  if (grants.length > 0) out.lines(["", "-- As the tables' owner or a superuser, on the primary:", ...grants]);
  return failed ? exitCodes.failed : exitCodes.done;
}

import { parseConnection } from "../../database/parse-connection.ts";
import { examineMachine } from "../../doctor/examine-machine.ts";
import { findingOf } from "../../doctor/finding.ts";
import { type FoundRepository, findRepository } from "../../doctor/machine/repository.ts";
import { asProblem, type Problem } from "../../problem.ts";
import type { Finding } from "../../protocol/finding.ts";
import { Secret } from "../../secrets/secret.ts";
import { findCredential } from "../session/credentials.ts";
import { exitCodes } from "../session/exit-code.ts";
import type { Session } from "../session/session.ts";
import { type ExaminedSource, examineSource } from "./examine-source.ts";
import { findingLines } from "./finding-lines.ts";
import { namedSource } from "./named-source.ts";

/** Looks at all that a ship and a release need, and says it in the order in which they need it. @returns the exit code. */
export async function examine(session: Session, environment: NodeJS.ProcessEnv): Promise<number> {
  const { place, places } = session;
  const found = findRepository(place.directory, place.config, place.environment);
  const token = async (name: string) => {
    const value = await findCredential(environment, "forge", name);
    return value === null ? undefined : new Secret(value);
  };
  const signIn = "`gh auth login`, or set GITHUB_TOKEN.";
  const [machine, examined] = await Promise.all([
    examineMachine({ found, environment: place.environment, places, signIn, token }),
    lookAtSource(session, environment, found),
  ]);
  return say(session, { ...examined, findings: [...machine, ...examined.findings] });
}

/** Looks at production's database alone. @returns the exit code. */
export async function examineNamed(session: Session, environment: NodeJS.ProcessEnv, url: string): Promise<number> {
  const connection = parseConnection(url, environment);
  return say(session, await examineSource({ connection, schemas: undefined }, session.interrupts.cancel));
}

function say({ out }: Session, { source, findings, grants }: ExaminedSource): number {
  const failed = findings.some(({ level }) => level === "error");
  for (const finding of findings) out.object({ kind: "check", ...finding });
  out.object({ kind: "doctor", status: failed ? "failed" : "succeeded", source, grants });
  out.lines(findings.flatMap((finding) => findingLines(finding, out.paint)));
  if (grants.length > 0) out.lines(["", "-- As the tables' owner or a superuser, on the primary:", ...grants]);
  return failed ? exitCodes.failed : exitCodes.done;
}

/** What cannot be looked at is a finding too: the rest is said all the same. */
async function lookAtSource(
  { interrupts }: Session,
  environment: NodeJS.ProcessEnv,
  found: Promise<FoundRepository>,
): Promise<ExaminedSource> {
  const nothing = { source: undefined, findings: [], grants: [] };
  const { root, config } = await found;
  // What keeps slipway.json from being read is said of the file.
  if (root === undefined || config === undefined) return nothing;
  const { image } = config.source ?? {};
  if (image !== undefined) return { ...nothing, findings: [rowsFromImage(image)] };
  try {
    return await examineSource(namedSource(config, root, environment), interrupts.cancel);
  } catch (error) {
    interrupts.cancel.throwIfAborted();
    const problem = asProblem(error, "The source could not be looked at");
    return { ...nothing, findings: [findingOf("source", isNotHere(problem) ? "warning" : "error", problem)] };
  }
}

/** Somebody else's run may have what is not known here. */
function isNotHere({ code }: Problem): boolean {
  return code === "no-source" || code === "credential-missing";
}

function rowsFromImage(where: string): Finding {
  return { check: "source", level: "ok", what: "Rows come from a snapshot in a registry, not from production", where };
}

import { examineMachine } from "../../doctor/examine-machine.ts";
import { findingOf } from "../../doctor/finding.ts";
import { asProblem } from "../../problem.ts";
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
  const source = lookAtSource(session, environment);
  const machine = await examineMachine({
    ...place,
    places,
    signIn: "`gh auth login`, or set GITHUB_TOKEN.",
    token: async (name) => {
      const value = await findCredential(environment, "forge", name);
      return value === null ? undefined : new Secret(value);
    },
  });
  const examined = await source;
  return say(session, { ...examined, findings: [...machine, ...examined.findings] });
}

/** Looks at production's database alone. @returns the exit code. */
export async function examineNamed(session: Session, environment: NodeJS.ProcessEnv, url: string): Promise<number> {
  const { place, interrupts } = session;
  return say(session, await examineSource(await namedSource(place, environment, url), interrupts.cancel));
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
async function lookAtSource({ place, interrupts }: Session, environment: NodeJS.ProcessEnv): Promise<ExaminedSource> {
  try {
    return await examineSource(await namedSource(place, environment, undefined), interrupts.cancel);
  } catch (error) {
    interrupts.cancel.throwIfAborted();
    const problem = asProblem(error, "The source could not be looked at");
    // What is wrong with the file is said of the file.
    const isKnown = problem.code === "config-missing" || problem.code === "config-invalid";
    const findings = isKnown ? [] : [findingOf("source", problem.usage ? "warning" : "error", problem)];
    return { source: undefined, findings, grants: [] };
  }
}

import { writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { draftConfig } from "../../config/draft-config.ts";
import { parseConfig } from "../../config/parse-config.ts";
import { parseConnection } from "../../database/parse-connection.ts";
import { detectApp } from "../../detect/detect-app.ts";
import type { UnmaskedColumn } from "../../mask/find-unmasked.ts";
import { proposeMasks } from "../../mask/propose-masks.ts";
import { detectMigrations } from "../../migrations/detect-migrations.ts";
import { asProblem, Problem } from "../../problem.ts";
import { openRepository, type Repository } from "../../repository/repository.ts";
import { problemLines } from "../render/problem-lines.ts";
import type { Session } from "../session/session.ts";

/** Writes slipway.json, and says what was found and what comes next. @throws Problem "config-exists". */
export async function writeConfig(session: Session, environment: NodeJS.ProcessEnv, variable: string): Promise<void> {
  const { out, place, interrupts } = session;
  const signal = interrupts.cancel;
  const repository = await openRepository(place.directory, { environment: place.environment, signal });
  const { root } = repository;
  const file = resolve(root, place.config ?? "slipway.json");
  const [app, migrations, base] = await Promise.all([detectApp(root), detectMigrations(root), baseBranch(repository)]);
  const personal = await lookAtProduction(session, environment[variable], environment);
  const remote = "origin";
  const text = draftConfig({ app, migrations, base, remote, sourceVariable: variable, personal });
  // A draft that could not be read again would be a defect, and must not be found by the first ship.
  parseConfig(text, file);
  signal.throwIfAborted();
  await writeFile(file, text, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "EEXIST" ? exists(file) : error;
  });
  const found = {
    dockerfile: app.dockerfile,
    port: app.port,
    health: app.health,
    database: app.database,
    checks: app.checks.map(({ name }) => name),
    migrations: migrations?.framework,
    ...(personal && { masks: personal.length }),
  };
  out.object({ kind: "init", file, found });
  out.lines([
    `Wrote ${relative(place.directory, file) || file}:`,
    ...Object.entries(found).map(([name, value]) => `  ${name.padEnd(11)}${shown(value)}`),
    ...(personal ? [] : ["  Production was not looked at: the masks are still to be written."]),
    "",
    "Look it through, then:",
    ...(personal ? [] : [`  export ${variable}=…       production's address, better a replica's`]),
    "  slipway doctor            what its role may do, and the grants for one that may only read",
    "  slipway snapshot build    production's subset, masked",
    `  git add ${join(relative(root, file))} && git commit    on ${base}: source, mask and target count as they stand there`,
  ]);
}

/** The columns that look personal; undefined where there is no address, or nothing answers there. */
async function lookAtProduction(
  { out, interrupts }: Session,
  url: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<UnmaskedColumn[] | undefined> {
  if (!url) return undefined;
  try {
    return await proposeMasks(parseConnection(url, environment), { signal: interrupts.cancel });
  } catch (error) {
    interrupts.cancel.throwIfAborted();
    out.note(problemLines(asProblem(error, "Production could not be looked at").toJSON(), out.paintNote));
    return undefined;
  }
}

/** The remote's own idea of it; without one the branch that is checked out. */
async function baseBranch(repository: Repository): Promise<string> {
  const known = await repository.defaultBranch();
  if (known !== undefined) return known;
  const { base, branch } = await repository.state();
  return base.sha === undefined ? (branch ?? base.branch) : base.branch;
}

function shown(value: unknown): string {
  if (value === undefined) return "not found";
  return Array.isArray(value) ? value.join(", ") || "none" : String(value);
}

function exists(file: string): Problem {
  return new Problem({
    what: "There is a slipway.json already",
    where: file,
    next: "Nothing was changed. Edit it, or move it away to have a new one written.",
    code: "config-exists",
    usage: true,
  });
}

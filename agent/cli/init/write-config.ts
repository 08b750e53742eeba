import { mkdir, writeFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { draftConfig } from "../../config/draft-config.ts";
import { gapsOf } from "../../config/draft-gaps.ts";
import { parseConfig } from "../../config/parse-config.ts";
import { parseConnection } from "../../database/parse-connection.ts";
import { detectApp } from "../../detect/detect-app.ts";
import type { UnmaskedColumn } from "../../mask/find-unmasked.ts";
import { proposeMasks } from "../../mask/propose-masks.ts";
import { detectMigrations } from "../../migrations/detect-migrations.ts";
import { asProblem, Problem } from "../../problem.ts";
import { openRepository, type Repository } from "../../repository/repository.ts";
import { proposeTables, type TableProposal } from "../../subset/propose-tables.ts";
import { problemLines } from "../render/problem-lines.ts";
import type { Session } from "../session/session.ts";
import { type Draft, draftLines, foundIn } from "./draft-lines.ts";

/**
 * Writes slipway.json, and says what was found and what comes next. In a monorepo it lies beside its app, which is
 * looked for there.
 * @throws Problem "config-exists", "config-outside".
 */
export async function writeConfig(session: Session, environment: NodeJS.ProcessEnv, variable: string): Promise<void> {
  const { out, place, interrupts } = session;
  const signal = interrupts.cancel;
  const repository = await openRepository(place.directory, { environment: place.environment, signal });
  const { root } = repository;
  const file = resolve(root, place.config ?? "slipway.json");
  const path = relative(root, file).replaceAll("\\", "/");
  if (path.startsWith("..")) throw outside(file, root);
  const [app, base] = await Promise.all([detectApp(root, { config: path }), baseBranch(repository)]);
  const migrations = await detectMigrations(root, {}, app);
  const looked = await lookAtProduction(session, environment[variable], environment);
  const gaps = gapsOf(app, migrations);
  const text = draftConfig({ app, migrations, gaps, base, remote: "origin", sourceVariable: variable, ...looked });
  // A draft that could not be read again would be a defect, and must not be found by the first ship.
  parseConfig(text, file);
  signal.throwIfAborted();
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "EEXIST" ? exists(file) : error;
  });
  const draft: Draft = {
    path,
    shown: relative(place.directory, file),
    app,
    migrations,
    gaps,
    base,
    variable,
    ...looked,
  };
  out.object({ kind: "init", file, found: foundIn(draft), open: Object.values(gaps).flat() });
  out.lines(draftLines(draft, environment));
}

/** What to mask, and which tables need another part than usual; nothing where there is no address, or nobody answers there. */
async function lookAtProduction(
  { out, interrupts }: Session,
  url: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<{ personal?: UnmaskedColumn[]; tables?: TableProposal[] }> {
  if (!url) return {};
  try {
    const source = parseConnection(url, environment);
    const personal = await proposeMasks(source, { signal: interrupts.cancel });
    const proposed = await proposeTables(source, { signal: interrupts.cancel });
    // A short list of people is still one of people, and as many of them as everywhere else are enough.
    const isOfPeople = (table: string) => personal.some(({ column }) => column.startsWith(`${table}.`));
    return { personal, tables: proposed.filter(({ table, rows }) => rows === 0 || !isOfPeople(table)) };
  } catch (error) {
    interrupts.cancel.throwIfAborted();
    out.note(problemLines(asProblem(error, "Production could not be looked at").toJSON(), out.paintNote));
    return {};
  }
}

/** The remote's own idea of it; without one the branch that is checked out. */
async function baseBranch(repository: Repository): Promise<string> {
  const known = await repository.defaultBranch();
  if (known !== undefined) return known;
  const { base, branch } = await repository.state();
  return base.sha === undefined ? (branch ?? base.branch) : base.branch;
}

function outside(file: string, root: string): Problem {
  return new Problem({
    what: "The configuration must lie in the repository",
    where: file,
    why: `it is committed with the app, and the repository is ${root}`,
    next: "Name a file inside of it with --config, such as apps/web/slipway.json.",
    code: "config-outside",
    usage: true,
  });
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

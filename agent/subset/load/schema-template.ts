import { createHash } from "node:crypto";
import type { Client } from "pg";
import { describeConnection, withDatabase } from "../../database/connection.ts";
import { quoteIdentifier, quoteLiteral } from "../../database/identifiers.ts";
import { Problem } from "../../problem.ts";
import type { SubsetRequest } from "../request.ts";
import { requireFitting } from "../require-fitting.ts";
import type { Source } from "../source/source.ts";
import { notCreated } from "./not-created.ts";
import { requireExtensions } from "./require-extensions.ts";
import { readSearchPath } from "./search-path.ts";
import { type MadeSchema, openTarget, type TargetDatabase } from "./target-database.ts";
import { templateSchema } from "./template-schema.ts";

type Request = Pick<SubsetRequest, "source" | "target" | "schemas" | "dumper">;

/** What a template's comment says. */
interface Comment extends MadeSchema {
  readonly fingerprint: string;
  /** The day of its last use, as 2026-11-25. */
  readonly usedOn: string;
}

const prefix = "slipway_template_";

/** Raised when the same schema is to give another template. */
const recipe = 1;

/** After so many days without use a template goes when another one is made. */
const keptDays = 30;

/** One template for each source, choice of schemas and owner. */
export function templateName({ source, schemas, target }: Omit<Request, "dumper">): string {
  const whose = JSON.stringify([describeConnection(source), schemas ?? null, target.user]);
  return prefix + createHash("sha256").update(whose).digest("hex").slice(0, 16);
}

/**
 * The template of this name, made anew where the source's schema is no longer the one that it has.
 * @param admin a session with the target's server; nobody else makes this template meanwhile.
 */
export async function findTemplate(
  admin: Client,
  { name, fingerprint: schema }: { readonly name: string; readonly fingerprint: string },
  source: Source,
  request: Request,
  signal: AbortSignal,
): Promise<MadeSchema> {
  const withoutTriggers = await mayLeaveTriggersOut(admin);
  const version = [recipe, request.dumper.name, source.major, withoutTriggers, schema];
  const fingerprint = createHash("sha256").update(JSON.stringify(version)).digest("hex");
  const today = new Date().toISOString().slice(0, 10);
  const known = (await readComments(admin)).get(name);
  if (known?.fingerprint === fingerprint) {
    if (known.usedOn !== today) await writeComment(admin, name, { ...known, usedOn: today });
    return known;
  }
  await dropUnused(admin, today);
  const made = await makeTemplate(admin, name, source, request, withoutTriggers, signal);
  await writeComment(admin, name, { ...made, fingerprint, usedOn: today });
  return made;
}

async function makeTemplate(
  admin: Client,
  name: string,
  source: Source,
  request: Request,
  withoutTriggers: boolean,
  signal: AbortSignal,
): Promise<MadeSchema> {
  const connection = withDatabase(request.target, name);
  await dropTemplate(admin, name);
  await admin
    .query(`CREATE DATABASE ${quoteIdentifier(name)}`)
    .catch((error) => Promise.reject(notCreated(error, request.target)));
  try {
    const template = await openTarget(connection, 1, signal);
    const interrupt = () => void template.interrupt();
    signal.addEventListener("abort", interrupt, { once: true });
    const schema = await fill(template, source, request, withoutTriggers, signal).finally(() => {
      signal.removeEventListener("abort", interrupt);
      return template.interrupt();
    });
    await admin.query(`ALTER DATABASE ${quoteIdentifier(name)} WITH ALLOW_CONNECTIONS false`);
    return { ...schema, withoutTriggers };
  } catch (error) {
    await dropTemplate(admin, name);
    throw error;
  }
}

/** @returns what is left to run when rows are in. */
async function fill(
  template: TargetDatabase,
  source: Source,
  request: Request,
  withoutTriggers: boolean,
  signal: AbortSignal,
): Promise<Omit<MadeSchema, "withoutTriggers">> {
  const { snapshot, major } = source;
  const { schemas, dumper } = request;
  requireFitting(source, template);
  await requireExtensions(source, template, request.target);
  const dumped = await dumper.dump({ source: request.source, snapshot, major, schemas, signal });
  // The indexes of a partitioned table are whole only when those of its partitions are, which may come later.
  const partitioned = await source.query<{ name: string }>(partitionedTables);
  const isEarly = (clause: string) =>
    withoutTriggers && !partitioned.some(({ name }) => clause.includes(`REFERENCES ${name}(`));
  const path = await readSearchPath(source);
  const { before, keys, ...left } = templateSchema(dumped, path, isEarly);
  for (const sql of before) await template.runSchema(sql);
  try {
    await template.runSchema(keys);
    return left;
  } catch (error) {
    if (!lacksIndex(error)) throw error;
    const { after, proofs } = templateSchema(dumped, path, () => false);
    return { after, proofs };
  }
}

/** A key refers to an index that can only be made after the rows. */
function lacksIndex(error: unknown): boolean {
  const cause: unknown = error instanceof Problem ? error.cause : error;
  return cause instanceof Error && "code" in cause && cause.code === "42830";
}

const partitionedTables = `
  SELECT format('%I.%I', n.nspname, c.relname) AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'p'`;

/** Only a superuser, or whom one has allowed it, loads rows without the triggers that prove foreign keys. */
async function mayLeaveTriggersOut(admin: Client): Promise<boolean> {
  const allowed = await admin.query("BEGIN; SET LOCAL session_replication_role = replica; COMMIT").then(
    () => true,
    () => false,
  );
  if (!allowed) await admin.query("ROLLBACK");
  return allowed;
}

/** Of our own templates only: what a comment says is run as us, and whoever may make databases could write one. */
async function readComments(admin: Client): Promise<Map<string, Comment>> {
  const { rows } = await admin.query<{ name: string; comment: string }>(
    `SELECT datname AS name, shobj_description(oid, 'pg_database') AS comment FROM pg_database
      WHERE starts_with(datname, $1) AND pg_get_userbyid(datdba) = current_user`,
    [prefix],
  );
  return new Map(rows.flatMap(({ name, comment }) => readComment(comment).map((one) => [name, one] as const)));
}

/** Nothing where the template was not finished. */
function readComment(text: string | null): Comment[] {
  try {
    const comment: unknown = JSON.parse(text ?? "");
    return typeof comment === "object" && comment !== null && "fingerprint" in comment ? [comment as Comment] : [];
  } catch {
    return [];
  }
}

async function writeComment(admin: Client, name: string, comment: Comment): Promise<void> {
  await admin.query(`COMMENT ON DATABASE ${quoteIdentifier(name)} IS ${quoteLiteral(JSON.stringify(comment))}`);
}

async function dropUnused(admin: Client, today: string): Promise<void> {
  const oldest = new Date(Date.parse(today) - keptDays * 86_400_000).toISOString().slice(0, 10);
  for (const [name, { usedOn }] of await readComments(admin)) if (usedOn < oldest) await dropTemplate(admin, name);
}

/** Somebody else's stays, and is in the way of ours. */
async function dropTemplate(admin: Client, name: string): Promise<void> {
  const own = "SELECT FROM pg_database WHERE datname = $1 AND pg_get_userbyid(datdba) = current_user";
  if ((await admin.query(own, [name])).rows.length === 0) return;
  await admin.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`);
}

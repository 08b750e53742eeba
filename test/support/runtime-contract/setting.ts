import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { Connection } from "../../../agent/database/connection.ts";
import type { BuildSpec, Owner } from "../../../agent/runtime/runtime.ts";
import type { Work } from "../../../agent/work.ts";

const APP = join(import.meta.dirname, "..", "runtime-app");

/** A copy of the contract's app to build from. `scripts` replace those of its package.json. */
export async function appContext(scripts: Record<string, string> = {}): Promise<string> {
  const context = await mkdtemp(join(tmpdir(), "slipway-contract-"));
  await cp(APP, context, { recursive: true });
  const manifest = JSON.parse(await readFile(join(context, "package.json"), "utf8"));
  Object.assign(manifest.scripts, scripts);
  await writeFile(join(context, "package.json"), JSON.stringify(manifest));
  return context;
}

export async function removeContext(context: string): Promise<void> {
  await rm(context, { recursive: true, force: true });
}

export function appSpec(owner: Owner, key: string, context: string): BuildSpec {
  return { owner, key, context, dockerfile: "Dockerfile", args: {} };
}

/** Work that remembers its log, and can be cancelled as soon as the log holds a text. */
export interface WatchedWork extends Work {
  logged(): string;
  /** Aborts, as the person does, when `text` appears in the log. */
  cancelOn(text: string): void;
  cancel(): void;
}

export function watched(): WatchedWork {
  const controller = new AbortController();
  let log = "";
  let trigger: string | undefined;
  return {
    signal: controller.signal,
    progress: () => {},
    log: (text) => {
      log += text;
      if (trigger !== undefined && log.includes(trigger)) controller.abort();
    },
    logged: () => log,
    cancelOn: (text) => {
      trigger = text;
    },
    cancel: () => controller.abort(),
  };
}

/** Runs one statement over a connection of its own and returns the rows. */
export async function query(connection: Connection, sql: string): Promise<Record<string, unknown>[]> {
  const { host, port, user, database } = connection;
  const client = new pg.Client({ host, port, user, database, password: connection.password?.reveal() });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

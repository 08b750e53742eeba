import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { processRuntime } from "../../../agent/runtime/process/process-runtime.ts";
import { derivePassword, privateKey } from "../../../agent/secrets/keys.ts";
import type { SlipwayHome } from "../slipway-home.ts";
import { sql } from "../sql.ts";

/** The databases in a change's clone (process runtime), signed in as the agent does. */
export async function databasesOf({ places, databases }: SlipwayHome, change: string): Promise<string[]> {
  const folder = join(databases, "servers", "acme-shop", `=${change}`);
  const [name = ""] = await readdir(folder);
  const key = privateKey(places.state, "passwords");
  const runtime = processRuntime({
    stateDirectory: join(places.state, "processes"),
    cacheDirectory: join(places.cache, "processes"),
    passwordFor: (server) => derivePassword(key, `server:${server}`),
  });
  const { host } = await runtime.databases.reach({ kind: "server", id: join(folder, name), name });
  const rows = await sql<{ datname: string }>(
    host,
    "SELECT datname FROM pg_database WHERE datname !~ '^template' ORDER BY 1",
  );
  return rows.map(({ datname }) => datname);
}

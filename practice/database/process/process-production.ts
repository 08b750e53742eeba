import { mkdir, readFile, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Founding } from "../../work.ts";
import { connectWhenReady } from "../connect.ts";
import { freePort } from "../port.ts";
import {
  commonTarget,
  databaseUrl,
  OWNER,
  type ProductionDatabase,
  type ProductionReach,
} from "../production-database.ts";
import { livingSettings, passwordStatement } from "../server-settings.ts";
import { unprivileged } from "./data-directory.ts";
import { runnable } from "./embedded.ts";
import { provideData } from "./make-data.ts";
import { giveTo } from "./owner.ts";
import { findPostgres, type PostgresPrograms } from "./programs.ts";
import { type RunningServer, startServer, stopStray, tellStopped } from "./server.ts";

/** Production's database as a PostgreSQL server of this machine, on a port of 127.0.0.1. */
export function processProduction(company: {
  port: number;
  password: string;
  /** Where the server's files are. */
  directory: string;
  /** Only needed to start. */
  cacheDir?: string | undefined;
}): ProductionDatabase {
  const { directory, password } = company;
  let running: RunningServer | undefined;

  async function start(work: Founding): Promise<ProductionReach> {
    await mkdir(dirname(directory), { recursive: true, mode: 0o711 });
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await giveTo(directory, unprivileged);
    const programs = await programsFor(directory);
    await stopStray(programs, directory);
    if (!(await stat(join(directory, "complete")).catch(() => undefined))) {
      if (!company.cacheDir) throw new Error("No cache directory was given.");
      await rm(join(directory, "data"), { recursive: true, force: true });
      await provideData(programs, directory, company.cacheDir, work);
      await tellStopped(programs, directory, passwordStatement(OWNER, password));
      await mkdir(join(directory, "complete"));
    }
    work.say("Starting production's database");
    const port = await freePort(company.port);
    running = await startServer(programs, directory, port, livingSettings);
    const address = { port, user: OWNER, database: OWNER, password };
    const client = await connectWhenReady(address, work.signal, running.check);
    await client.end();
    const url = databaseUrl("127.0.0.1", port, password);
    return { productionDatabaseUrl: url, productionAppDatabaseUrl: url, productionNetwork: null };
  }

  return {
    start,
    async stop() {
      await running?.stop();
    },
    async remove() {
      await running?.stop();
      if (await dataVersion(directory)) await stopStray(await programsFor(directory), directory);
      await rm(directory, { recursive: true, force: true });
      await rmdir(dirname(directory)).catch(() => {});
    },
    target: async () => ({ process: commonTarget }),
    nodeImage: async () => undefined,
  };
}

async function programsFor(directory: string): Promise<PostgresPrograms> {
  return runnable(await findPostgres(await dataVersion(directory)), directory);
}

/** The major version that the data was made by, or undefined where there is none yet. */
async function dataVersion(directory: string): Promise<number | undefined> {
  const text = await readFile(join(directory, "data", "PG_VERSION"), "utf8").catch(() => "");
  return Number.parseInt(text, 10) || undefined;
}

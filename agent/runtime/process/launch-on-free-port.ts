import { Problem } from "../../problem.ts";
import { freePort } from "./free-port.ts";
import type { PostgresInstallation } from "./postgres-installation.ts";
import { launchPostgres, type RunningPostgres } from "./postgres-server.ts";

/** Starts a server on the wanted port, or on another where that is taken, even in the moment between asking and using. */
export async function launchOnFreePort(
  installation: PostgresInstallation,
  home: string,
  wanted: number,
  signal: AbortSignal,
): Promise<RunningPostgres> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await launchPostgres(installation, home, await freePort(attempt === 1 ? wanted : 0), signal);
    } catch (error) {
      if (!(error instanceof Problem && error.code === "port-in-use") || attempt === 3) throw error;
    }
  }
}

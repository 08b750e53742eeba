import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { withTemporaryFolder } from "../temporary-folder.ts";
import type { Connection } from "./connection.ts";

/**
 * Runs a program of PostgreSQL's own (pg_dump, psql) with what it must not be told on its command line, and with the
 * connection's own idea of TLS. libpq reads authorities from a file only: it is there while the program runs; without
 * one of the caller's they are those that Node trusts.
 */
export async function withLibpqEnvironment<T>(
  { password, ssl }: Connection,
  use: (environment: Record<string, string>) => Promise<T>,
): Promise<T> {
  const environment = {
    PGCONNECT_TIMEOUT: "10",
    PGSSLMODE: ssl?.mode ?? "prefer",
    ...(password === undefined ? {} : { PGPASSWORD: password.reveal() }),
  };
  if (!ssl?.mode.startsWith("verify")) return use(environment);
  return withTemporaryFolder("ca", async (directory) => {
    const path = join(directory, "root.pem");
    await writeFile(path, ssl.ca ?? rootCertificates.join("\n"));
    return await use({ ...environment, PGSSLROOTCERT: path });
  });
}

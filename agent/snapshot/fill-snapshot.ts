import type { Client } from "pg";
import { openClient } from "../database/client.ts";
import { type Connection, withDatabase } from "../database/connection.ts";
import { quoteIdentifier } from "../database/identifiers.ts";
import type { SubsetReport, SubsetRequest } from "../subset/request.ts";
import { subset } from "../subset/subset.ts";
import type { Work } from "../work.ts";
import { asFiles, ownerRole, pristine } from "./clone-databases.ts";
import { handOver } from "./hand-over.ts";
import { withSource } from "./with-source.ts";

/** Loads as a superuser of its own, so that everything it made can be handed over in one statement. */
const loaderRole = "slipway_loader";

/**
 * Fills an empty server with the subset: the source's roles by name (none may sign in), the database `pristine` owned
 * by the role `app`, and nothing else.
 */
export async function fillSnapshot(
  superuser: Connection,
  request: Omit<SubsetRequest, "target">,
  work: Work,
): Promise<SubsetReport> {
  const roles = await sourceRoles(request.source, work.signal);
  const server = await openClient(withDatabase(superuser, "postgres"));
  try {
    await server.query(`CREATE ROLE ${quoteIdentifier(ownerRole)} NOLOGIN CREATEDB`);
    await server.query(`CREATE ROLE ${quoteIdentifier(loaderRole)} SUPERUSER NOLOGIN`);
    for (const role of roles) await server.query(`CREATE ROLE ${quoteIdentifier(role)} NOLOGIN`);
    const strategy = await asFiles((sql) => server.query(sql));
    await server.query(`CREATE DATABASE ${quoteIdentifier(pristine)} OWNER ${quoteIdentifier(ownerRole)} ${strategy}`);
    // Every session in it works as the loader until the rows are in.
    await setDefaultRole(server, loaderRole);
    const target = withDatabase(superuser, pristine);
    const report = await subset({ ...request, target }, work);
    await handOver(target, loaderRole, ownerRole);
    await server.query(`ALTER DATABASE ${quoteIdentifier(pristine)} RESET role`);
    await server.query(`DROP ROLE ${quoteIdentifier(loaderRole)}`);
    await server.query(`ALTER DATABASE ${quoteIdentifier(pristine)} WITH ALLOW_CONNECTIONS false IS_TEMPLATE true`);
    return report;
  } finally {
    await server.end();
  }
}

function sourceRoles(source: Connection, signal: AbortSignal): Promise<string[]> {
  return withSource(source, signal, async (client) => {
    const taken = [ownerRole, loaderRole, "postgres"];
    const sql = "SELECT rolname FROM pg_roles WHERE rolname !~ '^pg_' AND rolname <> ALL ($1::text[]) ORDER BY 1";
    const { rows } = await client.query<{ rolname: string }>(sql, [taken]);
    return rows.map(({ rolname }) => rolname);
  });
}

async function setDefaultRole(server: Client, role: string): Promise<void> {
  await server.query(`ALTER DATABASE ${quoteIdentifier(pristine)} SET role = ${quoteIdentifier(role)}`);
}

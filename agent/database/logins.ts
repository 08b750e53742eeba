import type { Secret } from "../secrets/secret.ts";
import { quoteLiteral } from "./identifiers.ts";
import { scramVerifier } from "./scram-verifier.ts";

/** A role that may sign in to every server that is started, where the server has such a role. */
export interface LoginRole {
  readonly name: string;
  /** The same for the same server whenever it is asked for. */
  passwordFor(serverId: string): Secret;
}

/**
 * SQL, one line and without a password, that lets the roles that there are of these sign in to a server of ours. To be
 * run as a superuser. ALTER ROLE would try out of each verifier whether it stands for the empty password: thousands of
 * hashes, while somebody waits for the server.
 */
export async function loginSql(serverId: string, roles: readonly LoginRole[]): Promise<string> {
  const logins = roles.map(async ({ name, passwordFor }) => {
    const verifier = await scramVerifier(passwordFor(serverId).reveal());
    return `(${quoteLiteral(name)}, ${quoteLiteral(verifier)})`;
  });
  const values = (await Promise.all(logins)).join(", ");
  return `UPDATE pg_authid SET rolcanlogin = true, rolpassword = verifier FROM (VALUES ${values}) AS login (name, verifier) WHERE rolname = name;\n`;
}

import type { Secret } from "../secrets/secret.ts";
import { quoteIdentifier, quoteLiteral } from "./identifiers.ts";

/** A role that may sign in to every server that is started, where the server has such a role. */
export interface LoginRole {
  readonly name: string;
  /** The same for the same server whenever it is asked for. */
  passwordFor(serverId: string): Secret;
}

/** SQL, one line, that lets the roles that there are of these sign in to a server. */
export function loginSql(serverId: string, roles: readonly LoginRole[]): string {
  const statements = roles.map(({ name, passwordFor }) => {
    const password = quoteLiteral(passwordFor(serverId).reveal());
    return `IF EXISTS (SELECT FROM pg_roles WHERE rolname = ${quoteLiteral(name)}) THEN ALTER ROLE ${quoteIdentifier(name)} LOGIN PASSWORD ${password}; END IF;`;
  });
  return `DO $logins$ BEGIN ${statements.join(" ")} END $logins$;\n`;
}

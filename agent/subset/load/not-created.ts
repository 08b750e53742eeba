import { type Connection, describeConnection } from "../../database/connection.ts";
import { quoteIdentifier } from "../../database/identifiers.ts";
import { Problem } from "../../problem.ts";

/** What a server says that does not make a database. */
export function notCreated(error: unknown, target: Connection): unknown {
  if (!(error instanceof Error && "code" in error)) return error;
  const refused = error.code === "42501";
  return new Problem({
    what: "The target database could not be created",
    where: describeConnection(target),
    why: error.message,
    next: refused
      ? `ALTER ROLE ${quoteIdentifier(target.user)} CREATEDB; or make the database yourself and leave --create away.`
      : undefined,
    code: "target-not-created",
    cause: error,
  });
}

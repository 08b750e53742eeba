import { type Connection, describeConnection } from "../../database/connection.ts";
import { Problem } from "../../problem.ts";
import { targetFull } from "./target-full.ts";

/** Says in words why the target does not take the source's schema. */
export function schemaProblem(error: unknown, target: Connection): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const orphans = error.code === "23503";
  return new Problem({
    what: orphans ? "A foreign key does not hold in the subset" : "The source's schema cannot be created in the target",
    where: describeConnection(target),
    why: error.message,
    next: adviceFor(String(error.code), error.message),
    code: orphans ? "subset-broken" : "schema-refused",
    ...(error.code === "53100" ? targetFull : {}),
    cause: error,
  });
}

function adviceFor(code: string, message: string): string | undefined {
  const role = /^role (".*") does not exist$/.exec(message)?.[1];
  if (role !== undefined) return `Create that role on the target's server first: CREATE ROLE ${role} NOLOGIN.`;
  if (/^collation .* does not exist/.test(message)) {
    return "Install that locale on the target's server, or use an image that has it: glibc and ICU name theirs differently.";
  }
  switch (code) {
    case "0A000":
    case "58P01":
      return "Install that extension on the target's server.";
    case "42501":
      return "Sign in to the target as the database's owner, or as a superuser.";
    case "42P01":
    case "42883":
      return "A function in an index or a check relies on the search path, which PostgreSQL 17 and newer do not grant it: name the schemas in its body, or ALTER FUNCTION … SET search_path on the source.";
    case "42704":
      return "Create what is missing on the target's server first.";
    default:
      return undefined;
  }
}

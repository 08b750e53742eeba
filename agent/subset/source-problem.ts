import { type Connection, describeConnection } from "../database/connection.ts";
import { Problem } from "../problem.ts";

/** Says in words what went wrong while the source was read. Problems pass through. */
export function sourceProblem(error: unknown, source: Connection): unknown {
  if (error instanceof Problem || !(error instanceof Error)) return error;
  const advice = "code" in error ? adviceFor(String(error.code), error.message) : undefined;
  if (!advice && !/Connection terminated|ECONNRESET|EPIPE/.test(error.message)) return error;
  const [code, next] = advice ?? ["source-lost", "Check the network and try again; the target has been emptied."];
  return new Problem({
    what: "The source could not be read",
    where: describeConnection(source),
    why: error.message,
    next,
    code,
    cause: error,
  });
}

function adviceFor(code: string, message: string): [code: string, next: string] | undefined {
  if (message.includes("row-level security")) {
    return ["source-row-security", "Row-level security would hide rows. Sign in as a role with BYPASSRLS."];
  }
  if (message.includes("conflict with recovery")) {
    return [
      "source-conflict",
      "Try again, or set hot_standby_feedback = on (or a longer max_standby_streaming_delay) there.",
    ];
  }
  switch (code) {
    case "55P03":
      return ["source-locked", "Something holds a lock there (a migration?). Try again when it is done."];
    case "42501":
      return ["source-privileges", "Grant SELECT on it to the role that Slipway signs in as."];
    case "57014":
    case "25P03":
      return ["source-timeout", "A timeout or an administrator ended the query. Raise the role's statement_timeout."];
    case "57P01":
    case "57P02":
      return ["source-lost", "The server was stopped. Try again; the target has been emptied."];
    case "42601":
    case "42703":
    case "42883":
      return ["config-invalid", "Is a `where`, `include` or `when` condition wrong?"];
    default:
      return undefined;
  }
}

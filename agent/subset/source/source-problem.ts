import { type Connection, describeConnection } from "../../database/connection.ts";
import { standbyConflict } from "../../database/standby-conflict.ts";
import { Problem } from "../../problem.ts";

/** Says in words what went wrong while the source was read. Problems pass through. */
export function sourceProblem(error: unknown, source: Connection): unknown {
  if (error instanceof Problem || !(error instanceof Error)) return error;
  const advice = "code" in error ? adviceFor(String(error.code), error.message) : undefined;
  if (!advice && !isLost(error)) return error;
  return new Problem({
    what: "The source could not be read",
    where: describeConnection(source),
    why: isLost(error) ? "the connection ended in the middle of the read" : error.message,
    ...(advice ?? lost),
    cause: error,
  });
}

/** True for the error of a connection that ended in the middle, without a word of the server's. */
function isLost(error: Error): boolean {
  const code = "code" in error ? String(error.code) : "";
  return (
    /^(08...|ECONNRESET|EPIPE|ETIMEDOUT)$/.test(code) ||
    /^(Connection terminated|Client has encountered a connection error)/.test(error.message)
  );
}

interface Advice {
  readonly code: string;
  readonly next: string;
}

const lost: Advice = { code: "source-lost", next: "Check the network and try again; the target has been emptied." };

function adviceFor(code: string, message: string): Advice | undefined {
  if (message.includes("row-level security")) {
    return {
      code: "source-row-security",
      next: "Row-level security would hide rows. Sign in as a role with BYPASSRLS.",
    };
  }
  if (message.includes("conflict with recovery")) return standbyConflict;
  if (message.includes("snapshot") && ["22023", "42704", "55000"].includes(code)) {
    return {
      code: "source-balanced",
      next: "Its sessions reached different servers. Name one server instead of an address that leads to several.",
    };
  }
  switch (code) {
    case "55P03":
      return {
        code: "source-locked",
        next: "Something holds a lock there (a migration?). Try again when it is done.",
      };
    case "42501":
      return { code: "source-privileges", next: "Grant SELECT on it to the role that Slipway signs in as." };
    case "57014":
    case "25P03":
    case "25P04":
      return {
        code: "source-timeout",
        next: "An administrator, a pooler or a timeout ended the query. Raise the limit, or read when less is going on.",
      };
    case "53100":
    case "53200":
      return { code: "source-resources", next: "The server has run out of disk or memory. Mend that, then try again." };
    case "57P01":
    case "57P02":
      return { code: "source-lost", next: "The server was stopped. Try again; the target has been emptied." };
    case "42601":
    case "42703":
    case "42883":
      return { code: "config-invalid", next: "Is a `where`, `include` or `when` condition wrong?" };
    default:
      return undefined;
  }
}

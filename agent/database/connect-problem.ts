import { Problem, type ProblemParts } from "../problem.ts";
import { type Connection, describeConnection } from "./connection.ts";

export type DatabaseRole = "source" | "target" | "database";

type Reason = Pick<ProblemParts, "why" | "next"> & { kind: "unreachable" | "refused" | "tls" };

/** Says in words why signing in failed. */
export function connectProblem(error: unknown, connection: Connection, role: DatabaseRole): Problem {
  const { kind, why, next } = reason(error, connection);
  const noun = role === "database" ? "The database" : `The ${role} database`;
  return new Problem({
    what: kind === "unreachable" ? `${noun} cannot be reached` : `${noun} does not let us in`,
    where: describeConnection(connection),
    why,
    next,
    code: `${role}-${kind}`,
    cause: error,
  });
}

function reason(error: unknown, { host, port, database, user }: Connection): Reason {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  switch (code) {
    case "ECONNREFUSED":
      return {
        kind: "unreachable",
        why: `nothing listens on port ${port}`,
        next: "Is PostgreSQL running, and is the port right?",
      };
    case "ENOENT":
      return {
        kind: "unreachable",
        why: `there is no socket in ${host}`,
        next: "Is PostgreSQL running on this machine?",
      };
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return {
        kind: "unreachable",
        why: `the host name ${host} is not known`,
        next: "Check the name, and the VPN if there is one.",
      };
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return { kind: "unreachable", why: "no network route leads there", next: "Check the VPN or the tunnel." };
    case "28P01":
      return {
        kind: "refused",
        why: `wrong password for "${user}"`,
        next: "Check the password, PGPASSWORD or ~/.pgpass.",
      };
    case "28000":
      return {
        kind: "refused",
        why: message,
        next: `Allow "${user}" from this machine in pg_hba.conf, or use sslmode=require.`,
      };
    case "3D000":
      return {
        kind: "refused",
        why: `there is no database "${database}"`,
        next: "Check the last part of the address.",
      };
    case "42501":
      return { kind: "refused", why: message, next: `GRANT CONNECT ON DATABASE "${database}" TO "${user}";` };
    case "53300":
      return {
        kind: "refused",
        why: "all its connections are in use",
        next: "Try again later, with a smaller --jobs.",
      };
    case "57P03":
      return { kind: "unreachable", why: message, next: "Try again in a moment." };
  }
  if (isTls(code, message)) return { kind: "tls", why: message, next: tlsAdvice(code, message) };
  if (/no password|password must be a string|client password/i.test(message)) {
    return {
      kind: "refused",
      why: "it asks for a password and none is given",
      next: "Set PGPASSWORD or write ~/.pgpass.",
    };
  }
  if (code === "ETIMEDOUT" || /timeout/i.test(message)) {
    return { kind: "unreachable", why: "no answer in time", next: "Check the address, the firewall and the VPN." };
  }
  return { kind: "unreachable", why: message };
}

function isTls(code: string, message: string): boolean {
  return /CERT|ERR_TLS|ERR_SSL|EPROTO|SIGNATURE/.test(code) || /\b(SSL|TLS|certificate)\b/.test(message);
}

function tlsAdvice(code: string, message: string): string {
  if (message.includes("does not support SSL"))
    return "Turn TLS on at the server, or use sslmode=disable inside a private network.";
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return "Use the host name that the certificate is for.";
  if (code === "CERT_HAS_EXPIRED") return "Renew the server's certificate.";
  return "Name the authority that signed it: sslrootcert=PATH in the address, or source.ssl.ca in slipway.json.";
}

/** The error's code; of an AggregateError (all addresses of a name failed) the first one's. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

import { readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { Problem } from "../problem.ts";
import { Secret } from "../secrets/secret.ts";
import type { Connection, ConnectionSsl } from "./connection.ts";
import { passwordFromFile } from "./password-file.ts";

/**
 * Reads a database's address.
 * @param text a URL, `env:NAME` or `file:PATH` (whose content is the URL). What the URL leaves out comes from
 *   `PGHOST`, `PGPORT`, `PGUSER`, `PGDATABASE`, `PGSSLMODE`, `PGPASSWORD` and `.pgpass`.
 * @throws Problem (usage) that never holds the URL itself, since that may hold a password.
 */
export function parseConnection(text: string, env: NodeJS.ProcessEnv = process.env): Connection {
  const url = parseUrl(readReference(text.trim(), env));
  const options = url.searchParams;
  const part = (encoded: string) => decode(encoded) || undefined;
  const user = part(url.username) ?? options.get("user") ?? env.PGUSER ?? userInfo().username;
  const key = {
    host: part(url.hostname.replace(/^\[(.*)\]$/, "$1")) ?? options.get("host") ?? env.PGHOST ?? "localhost",
    port: readPort(url.port || options.get("port") || env.PGPORT || "5432"),
    database: part(url.pathname.slice(1)) ?? options.get("dbname") ?? env.PGDATABASE ?? user,
    user,
  };
  const password = part(url.password) ?? options.get("password") ?? env.PGPASSWORD ?? passwordFromFile(key, env);
  return { ...key, password: password === undefined ? undefined : new Secret(password), ssl: readSsl(options, env) };
}

function readReference(text: string, env: NodeJS.ProcessEnv): string {
  const [, kind, name = ""] = /^(env|file):(.*)$/s.exec(text) ?? [];
  if (kind === undefined) return text;
  const value = kind === "env" ? env[name] : readFile(name);
  if (value?.trim()) return value.trim();
  throw invalid(kind === "env" ? `The environment variable ${name} is not set` : `The file ${name} is empty`);
}

function readFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw invalid(`The file ${path} cannot be read`, cause);
  }
}

function parseUrl(text: string): URL {
  if (!/^postgres(ql)?:\/\//.test(text)) throw invalid("It does not begin with postgres://");
  try {
    // A URL with a user but no host is allowed by libpq and refused by the URL standard.
    return new URL(text.replace(/^(\w+:\/\/[^/?#]*@)(?=[/?#]|$)/, "$1localhost"));
  } catch {
    throw invalid("It is no valid URL; a password's special characters must be percent-encoded (# as %23, / as %2F)");
  }
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw invalid("It holds a % that begins no percent-encoded character; write %25");
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw invalid("Its port is no number between 1 and 65535");
}

const sslModes = ["disable", "prefer", "require", "verify-ca", "verify-full"] as const;

function readSsl(options: URLSearchParams, env: NodeJS.ProcessEnv): ConnectionSsl {
  const wanted = options.get("sslmode") ?? env.PGSSLMODE ?? "prefer";
  const mode = wanted === "allow" ? "prefer" : sslModes.find((known) => known === wanted);
  if (!mode) throw invalid(`Its sslmode is not one of ${sslModes.join(", ")}`);
  const path = options.get("sslrootcert") ?? env.PGSSLROOTCERT;
  return path === undefined || path === "system" ? { mode } : { mode, ca: readFile(path) };
}

function invalid(why: string, cause?: unknown): Problem {
  return new Problem({
    what: "The database address cannot be used",
    why,
    next: "Write postgres://user:password@host:5432/database, env:NAME or file:PATH.",
    code: "connection-invalid",
    usage: true,
    cause,
  });
}

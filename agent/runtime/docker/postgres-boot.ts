import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import type Docker from "dockerode";
import { Problem } from "../../problem.ts";
import { recentLogs } from "./recent-logs.ts";
import type { SelfSigned } from "./self-signed.ts";

export const SUPERUSER = "postgres";
const READY_SECONDS = 60;
const READY = "slipway: ready";
const REFUSED = "slipway: refused";

/** Holds the key and the certificate: in memory, so that no image made of the container has them. */
const TLS_FILE = "/dev/shm/slipway.pem";
export const TLS_SETTINGS = { ssl: "on", ssl_cert_file: TLS_FILE, ssl_key_file: TLS_FILE };

/**
 * The container's first process: what it reads, up to an empty line, is key and certificate, and the rest is SQL for
 * the superuser. One process does what several visits from outside would take longer for, and until the SQL has run
 * nobody can sign in over the network. The server's settings are its arguments.
 */
export const BOOT_SCRIPT = `umask 077
while IFS= read -r line && [ -n "$line" ]; do printf '%s\\n' "$line"; done > ${TLS_FILE}
sql=$(cat)
{
  is_ready() { while read -r line; do case $line in ready*) return 0; esac; done < "$PGDATA/postmaster.pid"; return 1; }
  until is_ready 2>/dev/null; do sleep 0.005; done
  printf '%s\\n' "$sql" | psql -qX -v ON_ERROR_STOP=1 -U ${SUPERUSER} -d postgres >/dev/null && echo '${READY}' || echo '${REFUSED}'
} &
exec postgres "$@"`;

/** What a server is given before anybody can sign in. */
export interface Credentials {
  /** Gives passwords to roles. */
  readonly sql: string;
  readonly tls?: SelfSigned | undefined;
}

/**
 * Starts a container that was created with {@link BOOT_SCRIPT} and resolves when its server takes connections.
 * @param onStart called when the container runs, and its server is about to.
 * @throws Problem "database-not-started", with its last words.
 */
export async function bootPostgres(
  container: Docker.Container,
  credentials: Credentials,
  signal: AbortSignal,
  onStart = () => {},
): Promise<void> {
  const stream = await container.attach({ stream: true, stdin: true, stdout: true, hijack: true });
  const output = new PassThrough();
  container.modem.demuxStream(stream, output, output);
  for (const event of ["end", "close", "error"]) stream.once(event, () => output.end());
  const patience = AbortSignal.any([signal, AbortSignal.timeout(READY_SECONDS * 1000)]);
  try {
    const word = firstWord(output, patience);
    // Over standard input: neither argv nor the environment may show it.
    stream.end(inputFor(credentials));
    await container.start();
    onStart();
    if ((await word) === READY) return;
    signal.throwIfAborted();
    throw await notStarted(container, patience.aborted);
  } finally {
    if ("destroy" in stream && typeof stream.destroy === "function") stream.destroy();
  }
}

function inputFor({ sql, tls }: Credentials): string {
  // The log would keep a statement that fails.
  return `${tls ? tls.key + tls.certificate : ""}\nSET log_min_error_statement = panic;\n${sql}`;
}

/** The boot script's word; undefined where its output ends without one. */
async function firstWord(output: PassThrough, signal: AbortSignal): Promise<string | undefined> {
  for await (const line of createInterface({ input: output, signal })) {
    if (line === READY || line === REFUSED) return line;
  }
  return undefined;
}

async function notStarted(container: Docker.Container, late: boolean): Promise<Problem> {
  const words = await recentLogs(container, 15);
  return new Problem({
    what: "The database did not start",
    where: container.id.slice(0, 12),
    why: late ? `not ready after ${READY_SECONDS} s\n${words}`.trimEnd() : words,
    next: "Ship again; when it fails again, build the snapshot anew.",
    code: "database-not-started",
  });
}

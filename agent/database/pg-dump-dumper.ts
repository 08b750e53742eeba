import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { execa } from "execa";
import { Problem } from "../problem.ts";
import { type Connection, describeConnection } from "./connection.ts";
import { endNamedSessions } from "./end-named-sessions.ts";
import { quoteIdentifier } from "./identifiers.ts";
import { readPlainDump } from "./plain-dump.ts";
import type { SchemaDumper, SchemaRequest } from "./schema-dumper.ts";
import { standbyConflict } from "./standby-conflict.ts";

/** Dumps by a pg_dump on this machine; it must be of the source's major version or newer. */
export function pgDumpDumper(program: { readonly path: string; readonly version: string }): SchemaDumper {
  return {
    name: `pg_dump ${program.version}`,
    async dump(request) {
      // A name of its own: when it is cancelled its session is found by it, and ended.
      const applicationName = `slipway pg_dump ${randomUUID()}`;
      const environment = { ...environmentFor(request.source), PGAPPNAME: applicationName };
      const child = await withRootCertificate(request.source, (certificate) =>
        execa(program.path, argumentsFor(request), {
          env: { ...environment, ...certificate },
          cancelSignal: request.signal,
          reject: false,
          stdin: "ignore",
          stripFinalNewline: false,
          maxBuffer: 256 * 1024 * 1024,
        }),
      );
      if (request.signal.aborted) await endNamedSessions(request.source, applicationName);
      request.signal.throwIfAborted();
      if (child.exitCode === 0) return readPlainDump(child.stdout);
      throw dumpFailed(request.source, child.stderr.trim().slice(-2000) || (child.shortMessage ?? ""));
    },
  };
}

function dumpFailed(source: Connection, said: string): Problem {
  const what = "The schema could not be read";
  const where = describeConnection(source);
  if (
    /server closed the connection|connection to server .* failed|terminating connection|could not receive/.test(said)
  ) {
    return new Problem({
      what,
      where,
      why: "the connection was lost while pg_dump read",
      next: "Check that the server runs and the network between, then try again.",
      code: "source-lost",
    });
  }
  if (said.includes("conflict with recovery")) {
    return new Problem({ what, where, why: "the standby cancelled it: conflict with recovery", ...standbyConflict });
  }
  if (/snapshot/.test(said)) {
    return new Problem({
      what,
      where,
      why: "the snapshot is gone: the session that held it was ended",
      next: "Try again. If it goes on, does the address lead to several servers? Name one of them.",
      code: "source-lost",
    });
  }
  if (/lock timeout/.test(said)) {
    return new Problem({
      what,
      where,
      why: "something holds a lock on a table there, a migration perhaps",
      next: "Try again when it is done.",
      code: "source-locked",
    });
  }
  return new Problem({
    what,
    where,
    why: said,
    next: "Compare the versions of pg_dump and the server, and grant SELECT on what it names.",
    code: "schema-unreadable",
  });
}

function argumentsFor({ source, snapshot, schemas }: SchemaRequest): string[] {
  return [
    "--schema-only",
    "--no-owner",
    "--no-acl",
    "--no-publications",
    "--no-subscriptions",
    "--no-security-labels",
    "--no-tablespaces",
    "--no-password",
    "--encoding=UTF8",
    "--lock-wait-timeout=3s",
    ...(snapshot === undefined ? [] : [`--snapshot=${snapshot}`]),
    ...(schemas ?? []).map((schema) => `--schema=${quoteIdentifier(schema)}`),
    ...(schemas ? ["--extension=*"] : []),
    `--host=${source.host}`,
    `--port=${source.port}`,
    `--username=${source.user}`,
    source.database,
  ];
}

function environmentFor({ password, ssl }: Connection): Record<string, string> {
  return {
    PGCONNECT_TIMEOUT: "10",
    PGOPTIONS: "-c default_transaction_read_only=on -c statement_timeout=0",
    PGSSLMODE: ssl?.mode ?? "prefer",
    ...(password === undefined ? {} : { PGPASSWORD: password.reveal() }),
  };
}

/** libpq reads authorities from a file only; without one of the caller's they are those that Node trusts. */
async function withRootCertificate<T>(
  { ssl }: Connection,
  use: (env: Record<string, string>) => Promise<T>,
): Promise<T> {
  if (!ssl?.mode.startsWith("verify")) return use({});
  const directory = await mkdtemp(join(tmpdir(), "slipway-ca-"));
  try {
    const path = join(directory, "root.pem");
    await writeFile(path, ssl.ca ?? rootCertificates.join("\n"));
    return await use({ PGSSLROOTCERT: path });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

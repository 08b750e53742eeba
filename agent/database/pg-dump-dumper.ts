import { randomUUID } from "node:crypto";
import { execa } from "execa";
import { Problem } from "../problem.ts";
import { type Connection, describeConnection } from "./connection.ts";
import { endNamedSessions } from "./end-named-sessions.ts";
import { quoteIdentifier } from "./identifiers.ts";
import { withLibpqEnvironment } from "./libpq-environment.ts";
import { noticeLostClientOptions } from "./lost-client.ts";
import { readPlainDump } from "./plain-dump.ts";
import type { SchemaDumper, SchemaRequest } from "./schema-dumper.ts";
import { standbyConflict } from "./standby-conflict.ts";

const sessionOptions = `-c default_transaction_read_only=on -c statement_timeout=0 ${noticeLostClientOptions}`;

/** Dumps by a pg_dump on this machine; it must be of the source's major version or newer. */
export function pgDumpDumper(program: { readonly path: string; readonly version: string }): SchemaDumper {
  return {
    name: `pg_dump ${program.version}`,
    async dump(request) {
      // A name of its own: when it is cancelled its session is found by it, and ended.
      const applicationName = `slipway pg_dump ${randomUUID()}`;
      const child = await withLibpqEnvironment(request.source, (environment) =>
        execa(program.path, argumentsFor(request), {
          env: { ...environment, PGAPPNAME: applicationName, PGOPTIONS: sessionOptions },
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

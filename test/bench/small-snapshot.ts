import { openClient } from "../../agent/database/client.ts";
import { withDatabase } from "../../agent/database/connection.ts";
import type { SnapshotRef } from "../../agent/runtime/runtime.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import { unwatched } from "../../agent/work.ts";
import { type BenchRuntime, withBenchRuntime } from "./bench-runtime.ts";

export interface SmallSnapshot extends BenchRuntime {
  readonly snapshot: SnapshotRef;
  /** Of the superuser in the snapshot itself: so a container of it can be signed in to without Slipway. */
  readonly password: Secret;
}

/** Lends a snapshot with some 18 MB of rows, made without a source. */
export function withSmallSnapshot<T>(use: (small: SmallSnapshot) => Promise<T>): Promise<T> {
  return withBenchRuntime(async (bench) => {
    const password = new Secret("of-the-snapshot-itself");
    const snapshot = await bench.runtime.databases.seal(
      {
        owner: bench.owner,
        key: "b0",
        fill: async (superuser) => {
          const server = await openClient(superuser);
          await server.query("CREATE ROLE app NOLOGIN CREATEDB; ALTER ROLE postgres PASSWORD 'of-the-snapshot-itself'");
          await server.query("CREATE DATABASE pristine OWNER app");
          await server.end();
          const pristine = await openClient(withDatabase({ ...superuser, password }, "pristine"));
          await pristine.query(
            "CREATE TABLE lines AS SELECT n, md5(n::text) AS text FROM generate_series(1, 160000) AS n",
          );
          await pristine.end();
          return {};
        },
      },
      unwatched(),
    );
    return use({ ...bench, snapshot, password });
  });
}

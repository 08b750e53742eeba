import { openClient } from "../../../agent/database/client.ts";
import type { Connection } from "../../../agent/database/connection.ts";
import { BOOT_SCRIPT, bootPostgres } from "../../../agent/runtime/docker/postgres-boot.ts";
import { publishedPort } from "../../../agent/runtime/docker/postgres-container.ts";
import type { Owner } from "../../../agent/runtime/runtime.ts";
import { asOwner } from "../../../agent/snapshot/owner-login.ts";
import { unwatched } from "../../../agent/work.ts";
import { type Benchmark, type Measurement, measureRatio } from "../benchmark.ts";
import { type SmallSnapshot, withSmallSnapshot } from "../small-snapshot.ts";

const pairs = 9;

/** From asking for a clone to its owner's first answered query, against a bare container of the same image. */
export const cloneStart: Benchmark = {
  name: "clone-start",
  run: () =>
    withSmallSnapshot(async (small) => {
      // The repository's first clone makes its network too: that is measured by itself.
      const first = await measure(small, "clone-start, a repository's first", 1.3, async () => {});
      const { runtime, owner, snapshot } = small;
      await runtime.databases.start(snapshot, { ...owner, change: "another" }, unwatched());
      const keep = () => runtime.databases.spares?.keep(snapshot, owner);
      return [
        first,
        await measure(small, "clone-start", 1.2, async () => {}),
        await measure(small, "clone-spare", 0.2, async () => keep()),
      ];
    }),
};

async function measure(
  small: SmallSnapshot,
  name: string,
  limit: number,
  ready: () => Promise<void>,
): Promise<Measurement> {
  const remove: (() => Promise<void>)[] = [];
  let clones = 0;
  return measureRatio({
    name,
    base: async () => void remove.push(await bareRun(small)),
    subject: async () => void remove.push(await firstAnswer(small, { ...small.owner, change: `change-${clones++}` })),
    between: async () => {
      for (const one of remove.splice(0)) await one();
      await ready();
    },
    pairs,
    limit,
  }).finally(async () => {
    for (const one of remove.splice(0)) await one();
  });
}

/** All that the agent does for it. @returns how to remove the clone. */
async function firstAnswer(
  { runtime, snapshot, passwordFor }: SmallSnapshot,
  owner: Owner,
): Promise<() => Promise<void>> {
  const server = await runtime.databases.start(snapshot, owner, unwatched());
  const { host } = await runtime.databases.reach(server);
  await ask(asOwner(host, "postgres", passwordFor(server.id)));
  return () => runtime.databases.stop(server);
}

/**
 * What `docker run --detach --publish 127.0.0.1::5432` does, with the readiness check that a clone has (the container's
 * first process waits for the server, and asks it something), until it answers from outside.
 */
async function bareRun({ docker, snapshot, password }: SmallSnapshot): Promise<() => Promise<void>> {
  const container = await docker.createContainer({
    Image: snapshot.id,
    Cmd: ["sh", "-c", BOOT_SCRIPT, "postgres", "-c", "listen_addresses=*"],
    OpenStdin: true,
    StdinOnce: true,
    // An image's labels pass to its containers, and this one is no part of Slipway.
    Labels: { "dev.slipway.role": "bare" },
    ExposedPorts: { "5432/tcp": {} },
    HostConfig: { PortBindings: { "5432/tcp": [{ HostIp: "127.0.0.1", HostPort: "" }] } },
  });
  await bootPostgres(container, { sql: "SELECT 1;\n" }, unwatched().signal);
  const port = publishedPort(await container.inspect()) ?? 0;
  await ask({ host: "127.0.0.1", port, user: "postgres", database: "postgres", password, ssl: { mode: "disable" } });
  return () => container.remove({ force: true, v: true });
}

async function ask(connection: Connection): Promise<void> {
  const client = await openClient(connection);
  await client.query("SELECT 1");
  await client.end();
}

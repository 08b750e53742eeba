import { randomBytes } from "node:crypto";
import type Docker from "dockerode";
import { loginSql } from "../../database/logins.ts";
import { Problem } from "../../problem.ts";
import { Secret } from "../../secrets/secret.ts";
import type { Work } from "../../work.ts";
import type { Limits, SealSpec, SnapshotFacts, StoredSnapshot } from "../runtime.ts";
import { committed } from "./commit-end.ts";
import { execScript } from "./exec-script.ts";
import type { Exclusive } from "./keyed-lock.ts";
import { LABEL, labelsFor, nameFor } from "./labels.ts";
import { makerLabel } from "./maker.ts";
import type { Networks } from "./networks.ts";
import { bootPostgres, SUPERUSER } from "./postgres-boot.ts";
import { createPostgres, publishedPort } from "./postgres-container.ts";
import { FILL_SETTINGS } from "./postgres-settings.ts";
import { removeContainer } from "./remove-container.ts";
import { findSnapshot, snapshotTag } from "./snapshot-images.ts";

export interface SealParts {
  readonly docker: Docker;
  readonly exclusive: Exclusive;
  readonly networks: Networks;
  readonly limits?: Limits | undefined;
  /** Names the image with the empty cluster. */
  layerFor(spec: Pick<SealSpec, "baseImage" | "postgresMajor">, work: Work): Promise<string>;
}

const STOP_SECONDS = 60;

/** What is left of the write-ahead log, even if it is empty, would go into the snapshot (before 12 it cannot be told). */
const REMOVE_OLD_LOG = `SELECT 'ALTER SYSTEM SET wal_recycle = off' FROM pg_settings WHERE name = 'wal_recycle' \\gexec
SELECT pg_reload_conf();
`;

/** Fills an empty server, stops it cleanly and commits its container. Nothing stays of a fill that fails. */
export function sealSnapshot(
  parts: SealParts,
  spec: SealSpec,
  work: Work,
): Promise<StoredSnapshot & { reused: boolean }> {
  const { docker, exclusive, networks } = parts;
  const name = snapshotTag(spec.owner, spec.key);
  return exclusive(`seal ${name}`, async () => {
    const there = await findSnapshot(docker, spec.owner, spec.key);
    if (there) return { ...there, reused: true };
    work.signal.throwIfAborted();
    const image = await parts.layerFor(spec, work);
    const owner = { repo: spec.owner.repo };
    try {
      await networks.holdBridge(owner.repo, async (bridge) => {
        const containerName = nameFor(owner, "seal", spec.key);
        // Left by an agent that was killed: nobody else seals this key now.
        for (const left of [containerName, committed(containerName)]) await removeContainer(docker.getContainer(left));
        work.signal.throwIfAborted();
        const labels = labelsFor(owner, "seal", { [LABEL.key]: spec.key, ...(await makerLabel()) });
        const container = await createPostgres(docker, {
          name: containerName,
          image,
          labels,
          network: bridge,
          limits: parts.limits,
          settings: FILL_SETTINGS,
        });
        try {
          const facts = await fill(container, spec, work);
          await container.rename({ name: committed(containerName) });
          await commit(docker, container, spec, facts);
        } finally {
          await removeContainer(container);
        }
      });
    } finally {
      await networks.tidy(owner);
    }
    const sealed = await findSnapshot(docker, spec.owner, spec.key);
    if (!sealed) throw new Problem({ what: "The snapshot vanished while it was sealed", where: name });
    return { ...sealed, reused: false };
  });
}

async function fill(container: Docker.Container, spec: SealSpec, work: Work): Promise<SnapshotFacts> {
  const password = new Secret(randomBytes(24).toString("base64url"));
  work.progress("starting an empty database");
  const logins = [{ name: SUPERUSER, passwordFor: () => password }];
  await bootPostgres(container, { sql: (await loginSql(container.id, logins)) + REMOVE_OLD_LOG }, work.signal);
  const port = publishedPort(await container.inspect());
  if (port === undefined) throw new Problem({ what: "The empty database stopped", where: container.id.slice(0, 12) });
  work.signal.throwIfAborted();
  const login = { user: SUPERUSER, database: "postgres", password };
  const facts = await spec.fill({ ...login, host: "127.0.0.1", port, ssl: { mode: "disable" } });
  work.signal.throwIfAborted();
  work.progress("closing the snapshot");
  const checkpoint = await execScript(
    container,
    `psql -qX -U ${SUPERUSER} -d postgres -c 'ALTER SYSTEM RESET ALL' -c checkpoint`,
  );
  if (checkpoint.exitCode !== 0) throw new Problem({ what: "The checkpoint failed", why: checkpoint.stderr.trim() });
  await container.stop({ t: STOP_SECONDS });
  const { State } = await container.inspect();
  if (State.ExitCode !== 0)
    throw new Problem({ what: "The database did not stop cleanly", why: `exit code ${State.ExitCode}` });
  work.signal.throwIfAborted();
  return facts;
}

/** The name comes last: an image without one that nobody finishes is no snapshot, whatever was in it by then. */
async function commit(
  docker: Docker,
  container: Docker.Container,
  spec: SealSpec,
  facts: SnapshotFacts,
): Promise<void> {
  const [repo = "", tag = ""] = snapshotTag(spec.owner, spec.key).split(":");
  const more = { [LABEL.key]: spec.key, [LABEL.facts]: JSON.stringify(facts), ...(await makerLabel()) };
  const labels = labelsFor({ repo: spec.owner.repo }, "snapshot", more);
  // A dollar sign would name a variable.
  const quoted = (value: string) => JSON.stringify(value).replaceAll("$", "\\$");
  const changes = Object.entries(labels).map(([name, value]) => `LABEL ${name}=${quoted(value)}`);
  const { Id } = await container.commit({ changes: [...changes, 'CMD ["postgres"]'].join("\n") });
  await docker.getImage(Id).tag({ repo, tag });
}

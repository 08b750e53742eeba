import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import Docker from "dockerode";
import { aptInstall, canApt } from "./apt.ts";
import { filesOf, NPM, POSTGRES } from "./base-image-files.ts";
import { makeSkeleton } from "./base-image-skeleton.ts";

/** The image that stands in for postgres, caddy and node where no registry answers. */
export const BASE_IMAGE = "slipway.local/base:1";
const LABEL = "dev.slipway.content";
const run = promisify(execFile);

/**
 * Makes {@link BASE_IMAGE} out of this machine's own files: a shell, Node 24 and npm, PostgreSQL 15, Caddy.
 * Needs root, Debian and a running Docker Engine; installs the packages that are missing. Made once per content.
 */
export async function ensureBaseImage(): Promise<void> {
  const docker = new Docker();
  await ensurePackages();
  const content = await contentHash();
  const there = await docker
    .getImage(BASE_IMAGE)
    .inspect()
    .catch(() => undefined);
  if (there?.Config.Labels?.[LABEL] === content) return;

  const work = await mkdtemp(join(tmpdir(), "slipway-base-"));
  try {
    const archive = join(work, "image.tar");
    await writeFile(join(work, "files"), (await filesOf()).join("\n"));
    await run("tar", [
      ...["--create", "--dereference", "--numeric-owner", "--absolute-names", "--transform", "s,^/,,"],
      ...["--exclude", "*/npm/man", "--exclude", "*/npm/docs", "--exclude", "postgis*", "--exclude", "*--ANY*"],
      ...["--file", archive, "--files-from", join(work, "files")],
    ]);
    await makeSkeleton(join(work, "skeleton"));
    await run("tar", ["--append", "--numeric-owner", "--file", archive, "--directory", join(work, "skeleton"), "."]);
    await importArchive(docker, archive, content);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function importArchive(docker: Docker, archive: string, content: string): Promise<void> {
  const [repo, tag] = BASE_IMAGE.split(":");
  const changes = [
    `LABEL ${LABEL}=${content}`,
    `ENV PATH=/usr/local/bin:/usr/bin:/bin:${POSTGRES}/bin`,
    "ENV LANG=C.UTF-8",
    // Node brings its own certificate authorities; a machine behind a proxy trusts another one.
    "ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt",
  ];
  const stream = await docker.importImage(createReadStream(archive), { fromSrc: "-", repo, tag, changes });
  await new Promise<void>((resolve, reject) =>
    docker.modem.followProgress(stream, (error, events) => {
      const failed = events?.find((event: { error?: string }) => event.error);
      if (error || failed) reject(error ?? new Error(failed.error));
      else resolve();
    }),
  );
}

async function ensurePackages(): Promise<void> {
  const missing = [
    ...(existsSync(`${POSTGRES}/bin/initdb`) ? [] : ["postgresql-15"]),
    ...(existsSync("/usr/bin/caddy") ? [] : ["caddy"]),
  ];
  if (missing.length === 0) return;
  if (!canApt()) throw new Error(`${BASE_IMAGE} is made on Debian as root; missing here: ${missing.join(", ")}`);
  if (missing.includes("postgresql-15")) {
    // Debian's package would otherwise make a cluster and start it.
    await aptInstall("postgresql-common");
    await appendFile("/etc/postgresql-common/createcluster.conf", "\ncreate_main_cluster = false\n");
  }
  await aptInstall(...missing);
}

/** Changes with the recipe and with every program that goes in. */
async function contentHash(): Promise<string> {
  const hash = createHash("sha256");
  const recipe = (await readdir(import.meta.dirname)).filter((name) => name.startsWith("base-image")).sort();
  for (const name of recipe) hash.update(await readFile(join(import.meta.dirname, name)));
  // Every checkout brings a Node of its own: where it lies and when it came says nothing.
  hash.update(`node ${process.version}\n`);
  for (const program of [`${NPM}/package.json`, `${POSTGRES}/bin/postgres`, "/usr/bin/caddy"]) {
    const { size, mtimeMs } = await stat(program);
    hash.update(`${program} ${size} ${Math.round(mtimeMs)}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

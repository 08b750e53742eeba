import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type Docker from "dockerode";
import tar from "tar-fs";

/** Where a practice database lives in its container: no image's VOLUME is here, so a commit keeps it. */
export const HOME = "/slipway";

/** Puts files into {@link HOME} of a container that is not started yet, all owned by the image's user `postgres`. */
export async function putHome(container: Docker.Container, files: Readonly<Record<string, string>>): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), "slipway-practice-home-"));
  try {
    const owner = await postgresUser(container, scratch);
    const root = join(scratch, "root");
    await mkdir(join(root, HOME), { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(root, HOME, name), text);
    const map = (header: tar.Headers) => ({ ...header, ...owner, mode: header.type === "directory" ? 0o700 : 0o600 });
    await container.putArchive(Readable.from(tar.pack(root, { entries: [HOME.slice(1)], map })), { path: "/" });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The ids of `postgres` in a container's own /etc/passwd: 70, 999 or whatever the image chose. */
async function postgresUser(container: Docker.Container, scratch: string): Promise<{ uid: number; gid: number }> {
  const target = join(scratch, "etc");
  await pipeline(await container.getArchive({ path: "/etc/passwd" }), tar.extract(target));
  const line = (await readFile(join(target, "passwd"), "utf8")).split("\n").find((one) => one.startsWith("postgres:"));
  const [uid, gid] = line?.split(":").slice(2, 4).map(Number) ?? [];
  if (uid === undefined || gid === undefined) throw new Error("The PostgreSQL image has no user `postgres`.");
  return { uid, gid };
}

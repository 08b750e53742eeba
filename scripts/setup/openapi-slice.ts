import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { operations } from "../../agent/forge/github/operations.ts";
import { cutSlice } from "./cut-openapi.ts";

/** GitHub's own description of its REST API. A new version means a new integrity as well (`npm view … dist`). */
const version = "23.0.2";
const integrity = "sha512-pV8M7L9GY23AybNvTmo2nyjmpmnt6+2sRE/tqr0ZLQcPS4lnw7u5eZGNmwRNkBC3D7gZXbFx5AHzLUVRBXGDhg==";
const member = "package/generated/api.github.com.json";

/**
 * The part of GitHub's OpenAPI description that the forge uses, as a JSON file on this machine: fetched from the npm
 * registry once (29 MB), cut anew when the table of operations changes.
 * @returns the file's path.
 * @throws where the registry cannot be reached or delivers something else than what is pinned here.
 */
export async function ensureOpenApiSlice(): Promise<string> {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "slipway-dev", "openapi");
  const routes = Object.values(operations).map(({ route }) => route);
  const key = createHash("sha256").update(routes.join("\n")).digest("hex").slice(0, 12);
  const slice = join(cache, `github-${version}-${key}.json`);
  if (existsSync(slice)) return slice;

  await mkdir(cache, { recursive: true });
  const room = await mkdtemp(join(cache, "fetch-"));
  try {
    const whole = join(cache, `github-${version}.json`);
    if (!existsSync(whole)) await rename(await fetchDescription(room), whole);
    const cut = join(room, "slice.json");
    await writeFile(cut, JSON.stringify(cutSlice(JSON.parse(await readFile(whole, "utf8")), routes)));
    await rename(cut, slice);
  } finally {
    await rm(room, { recursive: true, force: true });
  }
  return slice;
}

async function fetchDescription(room: string): Promise<string> {
  await execa("npm", ["pack", `@octokit/openapi@${version}`, "--silent", "--pack-destination", room], { cwd: room });
  const tarball = join(room, `octokit-openapi-${version}.tgz`);
  const found = `sha512-${createHash("sha512")
    .update(await readFile(tarball))
    .digest("base64")}`;
  if (found !== integrity) throw new Error(`@octokit/openapi@${version} is not what was pinned: it has ${found}`);
  await execa("tar", ["-xzf", tarball, "-C", room, member]);
  return join(room, member);
}

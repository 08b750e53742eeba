import { readFile } from "node:fs/promises";
import { isAbsolute, join, relative, resolve } from "node:path";
import { parseConfig } from "../config/parse-config.ts";
import type { Config } from "../config/schema/config.ts";
import { effectiveConfig } from "../config/trust.ts";
import { Problem } from "../problem.ts";
import type { Repository } from "../repository/repository.ts";

const usualPath = "slipway.json";

/**
 * slipway.json as it is known before anything was fetched: the working tree's, but for the guarded sections, which
 * count as the base branch last had them. A change must not decide which branch is the base, or where the person's
 * token is sent, before it was looked at.
 * @param repository opened with the usual remote and base.
 * @param path where the person says that the file is, relative to the repository's root.
 * @throws Problem "config-missing", "config-invalid".
 */
export async function readLocalConfig(
  repository: Repository,
  path = usualPath,
): Promise<{ config: Config; path: string }> {
  const file = resolve(repository.root, path);
  const inside = relative(repository.root, file);
  if (inside.startsWith("..") || isAbsolute(inside)) throw missing(file, "it lies outside the repository");
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw missing(join(repository.root, inside), error.code === "ENOENT" ? "there is no such file" : error.message);
  });
  const change = parseConfig(text, inside);
  return { config: effectiveConfig({ base: await knownBase(repository, inside), change }).config, path: inside };
}

/** The file on the branch that the remote calls its default, as far as it was fetched. */
export async function knownBase(repository: Repository, path: string): Promise<Config | undefined> {
  const tip = (await repository.commit("refs/remotes/origin/HEAD")) ?? (await repository.state()).base.sha;
  const text = tip === undefined ? undefined : await repository.readFile(tip, path);
  return text === undefined ? undefined : parseConfig(text, `${path} of ${tip?.slice(0, 8)}, the base branch`);
}

function missing(where: string, why: string): Problem {
  return new Problem({
    what: "The configuration could not be read",
    where,
    why,
    next: "`slipway init` writes one from what the files say; or name another with --config.",
    code: "config-missing",
    usage: true,
  });
}

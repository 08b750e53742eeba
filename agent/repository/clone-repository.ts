import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Problem } from "../problem.ts";
import { type GitCredentials, signIn } from "./credentials.ts";
import { openGit } from "./git.ts";
import { parseRemoteUrl } from "./remote-url.ts";
import { readRemote } from "./state.ts";

export interface CloneOptions {
  readonly credentials?: GitCredentials | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Clones a repository into a folder that is empty or not there yet. A folder that is a clone of it already is left as
 * it is. @throws Problem "folder-taken", "remote-unreachable", "git-unauthorized", "git-missing" …
 */
export async function cloneRepository(url: string, directory: string, options: CloneOptions = {}): Promise<void> {
  const { environment = process.env, signal = new AbortController().signal } = options;
  const what = "The repository could not be cloned";
  const parent = dirname(directory);
  await mkdir(parent, { recursive: true });
  if (await isCloneOf(url, directory, signal, environment)) return;
  const git = await openGit(parent, signal, environment);
  try {
    await git.text(["clone", "--quiet", "--", url, directory], {
      ...signIn({ name: "origin", ...parseRemoteUrl(url) }, options.credentials),
      what,
    });
  } catch (error) {
    if (!(error instanceof Problem) || !/already exists and is not an empty directory/.test(error.why ?? ""))
      throw error;
    throw new Problem({
      what,
      where: directory,
      why: "there are other files in the folder",
      next: "Choose an empty folder.",
      code: "folder-taken",
      cause: error,
    });
  }
}

async function isCloneOf(
  url: string,
  directory: string,
  signal: AbortSignal,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<boolean> {
  // A folder inside another repository has that one's remotes: only its own .git counts.
  if (!(await stat(`${directory}/.git`).catch(() => undefined))) return false;
  const remote = await readRemote(await openGit(directory, signal, environment), "origin");
  return remote?.url === parseRemoteUrl(url).url;
}

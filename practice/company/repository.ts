import { cp, mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { ProductionDatabase } from "../database/production-database.ts";
import { practiceFile } from "../files.ts";
import type { Founding } from "../work.ts";
import { type HistoricCommit, history } from "./history.ts";
import { writeShopConfig } from "./shop-config.ts";

/**
 * Makes the company's bare repository out of the app and its history, once.
 * The same app and the same production always give the same commits.
 * @returns the repository's path.
 */
export async function foundRepository(
  company: { state: string; repository: string; production: ProductionDatabase },
  work: Founding,
): Promise<string> {
  const bare = join(company.state, "git", `${company.repository}.git`);
  if (await stat(bare).catch(() => undefined)) return bare;
  work.say("Writing the repository's history");
  await mkdir(join(bare, ".."), { recursive: true, mode: 0o700 });
  const scratch = await mkdtemp(join(tmpdir(), "slipway-practice-repository-"));
  try {
    const tree = join(scratch, "tree");
    await cp(practiceFile("app"), tree, { recursive: true, filter: (path) => !path.endsWith("/node_modules") });
    await writeShopConfig(tree, await company.production.target(), await company.production.nodeImage());
    const git = join(scratch, "bare.git");
    await commitAll({ git, tree, index: join(scratch, "index") }, work.signal);
    await rename(git, bare).catch(() => cp(git, bare, { recursive: true }));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return bare;
}

interface Places {
  readonly git: string;
  readonly tree: string;
  readonly index: string;
}

async function commitAll({ git, tree, index }: Places, signal: AbortSignal): Promise<void> {
  const run = (args: string[], env: Record<string, string> = {}) =>
    execa("git", args, {
      cwd: tree,
      cancelSignal: signal,
      env: {
        ...env,
        GIT_DIR: git,
        GIT_WORK_TREE: tree,
        GIT_INDEX_FILE: index,
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_CONFIG_NOSYSTEM: "1",
      },
    });
  await execa("git", ["init", "--quiet", "--bare", "--initial-branch=main", git], { cancelSignal: signal });
  for (const commit of history) {
    await run(["add", "--force", "--", ...commit.paths]);
    await run(["commit", "--quiet", "--message", commit.message], authorship(commit));
  }
  const { stdout: left } = await run(["status", "--porcelain", "--ignored"]);
  if (left) throw new Error(`The practice app has files in no commit of its history:\n${left}`);
}

function authorship({ author, at }: HistoricCommit): Record<string, string> {
  const email = `${author.split(" ")[0]?.toLowerCase()}@acme.example`;
  const who = (role: string) => ({
    [`GIT_${role}_NAME`]: author,
    [`GIT_${role}_EMAIL`]: email,
    [`GIT_${role}_DATE`]: at,
  });
  return { ...who("AUTHOR"), ...who("COMMITTER") };
}

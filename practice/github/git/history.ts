import type { Repository } from "./repository.ts";

export interface Commit {
  sha: string;
  tree: string;
  parents: string[];
  author: Signature;
  committer: Signature;
  message: string;
}

export interface Signature {
  name: string;
  email: string;
  /** ISO 8601 with the offset. */
  date: string;
}

const fields = ["%H", "%T", "%P", "%an", "%ae", "%aI", "%cn", "%ce", "%cI", "%B"].join("%x1f");

/** The commits of `head` that `base` does not have, oldest first, and at most 250 as GitHub lists them. */
export async function commitsBetween(repository: Repository, base: string, head: string): Promise<Commit[]> {
  return log(repository, ["--reverse", `${base}..${head}`]).then((commits) => commits.slice(0, 250));
}

export async function oneCommit(repository: Repository, sha: string): Promise<Commit> {
  const [commit] = await log(repository, ["-1", sha]);
  if (!commit) throw new Error(`no commit ${sha}`);
  return commit;
}

/** How many commits each of two has that the other has not. */
export async function distance(repository: Repository, base: string, head: string) {
  const counts = await repository.run(["rev-list", "--left-right", "--count", `${base}...${head}`]);
  const [behindBy = 0, aheadBy = 0] = counts.trim().split(/\s+/).map(Number);
  return { aheadBy, behindBy };
}

/** The best common ancestor; undefined where the two share no history. */
export async function mergeBase(repository: Repository, a: string, b: string): Promise<string | undefined> {
  return repository.run(["merge-base", a, b]).then(
    (found) => found.trim(),
    () => undefined,
  );
}

export interface Change {
  additions: number;
  deletions: number;
  files: number;
}

/** Lines that `head` changed since it left `base`. */
export async function changeSize(repository: Repository, base: string, head: string): Promise<Change> {
  const rows = (await repository.run(["diff", "--numstat", `${base}...${head}`])).split("\n").filter(Boolean);
  const sum = (column: number) => rows.reduce((total, row) => total + (Number(row.split("\t")[column]) || 0), 0);
  return { additions: sum(0), deletions: sum(1), files: rows.length };
}

/** The change as a patch, cut where a page would become too long to read. */
export async function patchOf(repository: Repository, base: string, head: string): Promise<string> {
  return (await repository.run(["diff", "--no-color", `${base}...${head}`])).slice(0, 400_000);
}

async function log(repository: Repository, range: string[]): Promise<Commit[]> {
  const text = await repository.run(["log", "-z", `--format=${fields}`, ...range, "--"]);
  return text.split("\0").filter(Boolean).map(parseCommit);
}

function parseCommit(record: string): Commit {
  const [sha = "", tree = "", parents = "", an = "", ae = "", at = "", cn = "", ce = "", ct = "", message = ""] =
    record.split("\x1f");
  return {
    sha,
    tree,
    parents: parents.split(" ").filter(Boolean),
    author: { name: an, email: ae, date: at },
    committer: { name: cn, email: ce, date: ct },
    message: message.trimEnd(),
  };
}

import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isAbort } from "../../agent/problem.ts";
import { openRepository } from "../../agent/repository/repository.ts";
import { stateProblems } from "../../agent/repository/state-problems.ts";
import { createGitFixture, type GitFixture } from "../support/git-fixture.ts";

let fixture: GitFixture;
const open = (signal?: AbortSignal) => openRepository(fixture.clone, { environment: fixture.environment, signal });

beforeEach(async () => {
  fixture = await createGitFixture();
});
afterEach(() => fixture.remove());

describe("opening", () => {
  it("finds the root from a folder inside, and names itself after the remote", async () => {
    await fixture.write({ "src/deep/a.ts": "" });
    const repository = await openRepository(join(fixture.clone, "src/deep"), { environment: fixture.environment });
    expect(repository.root).toBe(fixture.clone);
    expect(repository.slug).toBe("acme-shop");
  });

  it("says that a folder is no repository, or not there, or bare", async () => {
    const environment = fixture.environment;
    const attempt = (path: string) => openRepository(path, { environment });
    await expect(attempt(fixture.home)).rejects.toMatchObject({ code: "not-a-repository", usage: true });
    await expect(attempt(join(fixture.home, "nowhere"))).rejects.toMatchObject({ code: "directory-missing" });
    await expect(attempt(fixture.remote)).rejects.toMatchObject({ code: "repository-unusable" });
  });

  it("says that git is missing", async () => {
    const environment = { ...fixture.environment, PATH: fixture.home };
    await expect(openRepository(fixture.clone, { environment })).rejects.toMatchObject({ code: "git-missing" });
  });

  it("is not led astray by the variables of a surrounding git", async () => {
    const environment = { ...fixture.environment, GIT_DIR: fixture.remote, GIT_INDEX_FILE: join(fixture.home, "x") };
    const repository = await openRepository(fixture.clone, { environment });
    expect((await repository.state()).dirty).toEqual([]);
  });
});

describe("the state", () => {
  it("is clean after a push, with head, branch, remote and base", async () => {
    const head = await fixture.git("rev-parse", "HEAD");
    expect(await (await open()).state()).toEqual({
      head,
      branch: "main",
      dirty: [],
      conflicted: [],
      underway: undefined,
      remote: { name: "origin", url: fixture.remote, protocol: "file", host: "", repository: "acme/shop" },
      base: { branch: "main", sha: head },
    });
  });

  it("names every dirty file, whatever its name", async () => {
    await fixture.write({ "old name.txt": "one\ntwo\nthree\n", "gone.txt": "x" });
    await fixture.git("add", "--all");
    await fixture.git("commit", "--message=More");
    await fixture.git("mv", "old name.txt", "new\nname.txt");
    await fixture.git("rm", "--quiet", "gone.txt");
    await fixture.write({ "README.md": "changed", "ünter folder/new.txt": "" });
    const { dirty } = await (await open()).state();
    expect([...dirty].sort()).toEqual(["README.md", "gone.txt", "new\nname.txt", "ünter folder/new.txt"]);
  });

  it("lists detached HEAD, missing remote and missing commits as problems", async () => {
    const repository = await open();
    await fixture.git("switch", "--quiet", "--detach", "HEAD");
    await fixture.git("remote", "remove", "origin");
    const problems = stateProblems(await repository.state(), repository.root);
    expect(problems.map(({ code }) => code)).toEqual(["detached-head", "no-remote"]);
    await fixture.git("switch", "--quiet", "--orphan", "empty");
    const unborn = await repository.state();
    expect(unborn).toMatchObject({ head: undefined, branch: "empty" });
    expect(stateProblems(unborn, repository.root).map(({ code }) => code)).toContain("no-commits");
  });

  it("sees a merge that is not finished and its conflicts", async () => {
    const repository = await open();
    await diverge();
    await fixture.git("merge", "main").catch(() => undefined);
    const state = await repository.state();
    expect(state).toMatchObject({ underway: "merge", conflicted: ["README.md"], branch: "change" });
    expect(stateProblems(state, repository.root).map(({ code }) => code)).toEqual(["operation-underway"]);
  });
});

describe("the working copy", () => {
  it("makes a branch from the base and takes uncommitted work along", async () => {
    const repository = await open();
    await fixture.write({ "README.md": "work" });
    await repository.createBranch("12-fix", "origin/main");
    expect(await repository.state()).toMatchObject({ branch: "12-fix", dirty: ["README.md"] });
    await expect(repository.createBranch("12-fix", "main")).rejects.toMatchObject({ code: "branch-exists" });
    await expect(repository.createBranch("a b", "main")).rejects.toMatchObject({ code: "branch-name-invalid" });
    await expect(repository.createBranch("b", "nowhere")).rejects.toMatchObject({ code: "commit-missing" });
  });

  it("refuses to overwrite uncommitted work", async () => {
    const repository = await open();
    await diverge();
    await fixture.write({ "README.md": "precious" });
    await expect(repository.switchTo("main")).rejects.toMatchObject({ code: "work-in-the-way" });
    expect(await readFile(join(fixture.clone, "README.md"), "utf8")).toBe("precious");
  });

  it("commits everything that is not ignored, once", async () => {
    const repository = await open();
    await fixture.write({ ".gitignore": "secret.txt\n", "secret.txt": "s", "new.txt": "n" });
    const head = await repository.commitAll("Fix the price\n\nIt was wrong.");
    expect(await repository.commitAll("Nothing")).toBe(head);
    expect(await fixture.git("log", "-1", "--format=%an %B")).toBe("Ada Fix the price\n\nIt was wrong.\n");
    expect(await fixture.git("ls-tree", "--name-only", "HEAD")).toBe(".gitignore\nREADME.md\nnew.txt");
  });

  it("lets the person's hooks run at a commit and says what they said", async () => {
    const hook = join(fixture.clone, ".git/hooks/pre-commit");
    await writeFile(hook, "#!/bin/sh\necho 'no debugger allowed' >&2\nexit 1\n");
    await chmod(hook, 0o755);
    await fixture.write({ "new.txt": "n" });
    await expect((await open()).commitAll("Fix")).rejects.toThrow(/no debugger allowed/);
  });

  it("says that git does not know the person", async () => {
    await writeFile(join(fixture.home, "gitconfig"), "[user]\nuseConfigOnly = true\n");
    await fixture.write({ "new.txt": "n" });
    await expect((await open()).commitAll("Fix")).rejects.toMatchObject({ code: "git-identity-missing" });
  });

  it("applies a patch once, and not at all where it does not fit", async () => {
    const repository = await open();
    await fixture.write({ "README.md": "# The shop\n" });
    const patch = join(fixture.home, "fix.patch");
    await writeFile(patch, `${await fixture.git("diff")}\n`);
    await fixture.git("checkout", "--quiet", "README.md");
    expect(await repository.applyPatch(patch)).toBe(true);
    expect(await repository.applyPatch(patch)).toBe(false);
    expect(await fixture.git("diff", "--cached", "--name-only")).toBe("README.md");
    await fixture.write({ "README.md": "something else\n" });
    await fixture.git("add", "--all");
    await expect(repository.applyPatch(patch)).rejects.toThrow(/could not be applied/);
  });
});

describe("a merge that touches nothing", () => {
  it("is a commit of both, which the branch is brought forward to where nothing is in the way", async () => {
    const repository = await open();
    await repository.createBranch("change", "main");
    await fixture.write({ "mine.txt": "mine\n" });
    const mine = await repository.commitAll("Mine");
    await repository.switchTo("main");
    await fixture.write({ "theirs.txt": "theirs\n" });
    const theirs = await repository.commitAll("Theirs");
    await repository.switchTo("change");

    const merge = await repository.mergeTree(mine, theirs);
    if (!merge.clean) throw new Error("It conflicts");
    const commit = await repository.commitMerge({ tree: merge.tree, parents: [mine, theirs], message: "Both" });
    expect(await fixture.git("log", "-1", "--format=%P|%s|%an", commit)).toBe(`${mine} ${theirs}|Both|Ada`);
    expect(await repository.state()).toMatchObject({ head: mine, dirty: [] });

    expect(await repository.fastForward("main", commit)).toBe(false);
    await fixture.write({ "draft.txt": "" });
    expect(await repository.fastForward("change", commit)).toBe(false);
    expect(await repository.state()).toMatchObject({ head: mine, dirty: ["draft.txt"] });
    await fixture.git("clean", "--quiet", "--force");
    expect(await repository.fastForward("change", commit)).toBe(true);
    expect(await repository.state()).toMatchObject({ head: commit, branch: "change", dirty: [] });
    expect(await repository.fastForward("change", theirs)).toBe(false);
  });
});

describe("the remote", () => {
  it("fetches the base branch's tip and nothing else", async () => {
    const tip = await commitOnRemote({ "other.txt": "from a team-mate" });
    const repository = await open();
    expect(await repository.fetchBase()).toBe(tip);
    expect((await repository.state()).base.sha).toBe(tip);
    const other = await openRepository(fixture.clone, { environment: fixture.environment, base: "trunk" });
    await expect(other.fetchBase()).rejects.toMatchObject({ code: "base-missing" });
  });

  it("pushes exactly the commit that was named, as often as one likes", async () => {
    const repository = await open();
    await repository.createBranch("change", "main");
    const commit = await repository.commitAll("Nothing new");
    await fixture.write({ "later.txt": "" });
    await repository.commitAll("Later");
    expect(await repository.remoteBranch("change")).toBeUndefined();
    await repository.push({ branch: "change", commit });
    await repository.push({ branch: "change", commit });
    expect(await repository.remoteBranch("change")).toBe(commit);
    await repository.push({ branch: "feature/other", commit });
    const main = await repository.remoteBranch("main");
    expect(Object.fromEntries(await repository.remoteBranches())).toEqual({
      main,
      change: commit,
      "feature/other": commit,
    });
  });

  it("pushes only where the branch is still where it was seen, not even to make one that is gone", async () => {
    const repository = await open();
    await repository.createBranch("change", "main");
    const seen = (await repository.commit("main")) ?? "";
    await fixture.write({ "later.txt": "" });
    const commit = await repository.commitAll("Later");
    const push = () => repository.push({ branch: "change", commit, expected: seen });
    await expect(push()).rejects.toMatchObject({ code: "push-behind" });
    expect(await repository.remoteBranch("change")).toBeUndefined();
    await repository.push({ branch: "change", commit: seen });
    await push();
    expect(await repository.remoteBranch("change")).toBe(commit);
  });

  it("never overwrites what the remote has", async () => {
    const tip = await commitOnRemote({ "other.txt": "" });
    await fixture.write({ "mine.txt": "" });
    const repository = await open();
    const commit = await repository.commitAll("Mine");
    await expect(repository.push({ branch: "main", commit })).rejects.toMatchObject({ code: "push-behind" });
    expect(await fixture.gitIn(fixture.remote, "rev-parse", "main")).toBe(tip);
  });

  it("does not run the repository's hooks at a push", async () => {
    const hook = join(fixture.clone, ".git/hooks/pre-push");
    await writeFile(hook, `#!/bin/sh\nenv > ${join(fixture.home, "seen")}\n`);
    await chmod(hook, 0o755);
    const repository = await open();
    await repository.push({ branch: "copy", commit: "HEAD" });
    expect(await readdir(fixture.home)).not.toContain("seen");
  });

  it("tells a refusal by the remote's rules, a missing repository and a dead host apart", async () => {
    const repository = await open();
    const hook = join(fixture.remote, "hooks/pre-receive");
    await writeFile(hook, "#!/bin/sh\necho 'protected branch'\nexit 1\n");
    await chmod(hook, 0o755);
    const push = () => repository.push({ branch: "copy", commit: "HEAD" });
    await expect(push()).rejects.toMatchObject({ code: "push-refused" });
    await fixture.git("remote", "set-url", "origin", join(fixture.home, "gone.git"));
    await expect(push()).rejects.toMatchObject({ code: "remote-missing" });
    await fixture.git("remote", "set-url", "origin", "http://ada:hunter2@127.0.0.1:9/shop.git");
    const failure = await push().catch((error: Error) => error);
    expect(failure).toMatchObject({ code: "remote-unreachable" });
    expect(JSON.stringify(failure) + String(failure)).not.toContain("hunter2");
    await fixture.git("remote", "remove", "origin");
    await expect(push()).rejects.toMatchObject({ code: "no-remote" });
  });
});

describe("a commit's tree", () => {
  it("gives ids and texts, and undefined for what is not there", async () => {
    await fixture.write({ "app/slipway.json": "{}" });
    const repository = await open();
    const commit = await repository.commitAll("Configure");
    expect(await repository.readFile(commit, "app/slipway.json")).toBe("{}");
    expect(await repository.readFile(commit, "app")).toBeUndefined();
    expect(await repository.readFile(commit, "slipway.json")).toBeUndefined();
    expect(await repository.treeOf(commit)).toBe(await fixture.git("rev-parse", "HEAD^{tree}"));
    expect(await repository.treeOf(commit, "app")).toBe(await fixture.git("rev-parse", "HEAD:app"));
    expect(await repository.treeOf(commit, "nowhere")).toBeUndefined();
  });

  it("is exported byte for byte: no settings, no filters, no uncommitted file, no .git", async () => {
    await fixture.write({
      ".gitattributes": "hidden.txt export-ignore\nid.txt export-subst\nlines.txt text eol=crlf\n",
      "hidden.txt": "here",
      "id.txt": "$Format:%H$",
      "lines.txt": "one\ntwo\n",
      "bin/run": "#!/bin/sh\n",
      "empty.txt": "",
      "big.bin": "x".repeat(300_000),
    });
    await chmod(join(fixture.clone, "bin/run"), 0o755);
    await symlink("../hidden.txt", join(fixture.clone, "bin/link"));
    const repository = await open();
    const commit = await repository.commitAll("Files");
    await fixture.write({ "hidden.txt": "changed since", "untracked.txt": "" });
    const target = join(fixture.home, "export");
    expect(await repository.exportTree(commit, target)).toEqual({ directory: target, files: 9, notes: [] });
    expect((await readdir(target)).sort()).toEqual((await fixture.git("ls-tree", "--name-only", "HEAD")).split("\n"));
    expect(await readFile(join(target, "hidden.txt"), "utf8")).toBe("here");
    expect(await readFile(join(target, "bin/link"), "utf8")).toBe("here");
    expect(await readFile(join(target, "id.txt"), "utf8")).toBe("$Format:%H$");
    expect(await readFile(join(target, "lines.txt"), "utf8")).toBe("one\ntwo\n");
    expect((await stat(join(target, "big.bin"))).size).toBe(300_000);
    expect((await stat(join(target, "bin/run"))).mode & 0o777).toBe(0o755);
    await expect(repository.exportTree(commit, target)).rejects.toMatchObject({ code: "not-empty" });
  });

  it("says what a commit names but does not hold", async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 3\n`;
    await fixture.write({ "photo.jpg": pointer });
    await fixture.git("add", "--all");
    const head = await fixture.git("rev-parse", "HEAD");
    await fixture.git("update-index", "--add", "--cacheinfo", `160000,${head},vendor/lib`);
    await fixture.git("commit", "--message=Pointers");
    const { notes } = await (await open()).exportTree("HEAD", join(fixture.home, "export"));
    expect(notes).toEqual([
      "Submodules are left empty in the build: vendor/lib.",
      "1 files are kept in Git LFS; the build sees their pointers: photo.jpg.",
    ]);
    expect(await readdir(join(fixture.home, "export/vendor/lib"))).toEqual([]);
  });

  it("leaves nothing behind when it is cancelled", async () => {
    await fixture.write(
      Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`files/${n}.txt`, "x".repeat(9999)])),
    );
    const cancel = new AbortController();
    const repository = await open(cancel.signal);
    const commit = await repository.commitAll("Many");
    const target = join(fixture.home, "export");
    const exported = repository.exportTree(commit, target);
    await untilExists(join(target, "files/3.txt"));
    cancel.abort();
    expect(await exported.then(() => false, isAbort)).toBe(true);
    expect(await readdir(fixture.home)).not.toContain("export");
  });

  it("tries out a merge without touching anything", async () => {
    const repository = await open();
    await diverge();
    expect(await repository.mergeTree("main", "change")).toEqual({ clean: false, conflicts: ["README.md"] });
    expect(await repository.mergeTree("main", "main~1")).toEqual({
      clean: true,
      tree: await repository.treeOf("main"),
    });
    expect(await repository.isAncestor("main~1", "change")).toBe(true);
    expect(await repository.isAncestor("main", "change")).toBe(false);
    expect(await repository.mergeBase("main", "change")).toBe(await repository.commit("main~1"));
    expect((await repository.state()).dirty).toEqual([]);
  });
});

/** Two branches that changed the same line; `change` is checked out. */
async function diverge(): Promise<void> {
  await fixture.git("switch", "--quiet", "--create", "change");
  await fixture.write({ "README.md": "# Change\n" });
  await fixture.git("commit", "--quiet", "--all", "--message=Change");
  await fixture.git("switch", "--quiet", "main");
  await fixture.write({ "README.md": "# Main\n" });
  await fixture.git("commit", "--quiet", "--all", "--message=Main");
  await fixture.git("switch", "--quiet", "change");
}

async function commitOnRemote(files: Readonly<Record<string, string>>): Promise<string> {
  const other = join(fixture.home, "other");
  await fixture.gitIn(fixture.home, "clone", "--quiet", fixture.remote, other);
  await mkdir(other, { recursive: true });
  for (const [path, text] of Object.entries(files)) await writeFile(join(other, path), text);
  await fixture.gitIn(other, "add", "--all");
  await fixture.gitIn(other, "commit", "--quiet", "--message=Other");
  await fixture.gitIn(other, "push", "--quiet", "origin", "main");
  return fixture.gitIn(other, "rev-parse", "HEAD");
}

async function untilExists(path: string): Promise<void> {
  while (!(await stat(path).catch(() => undefined))) await new Promise((resolve) => setImmediate(resolve));
}

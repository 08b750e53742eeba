import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cloneRepository } from "../../agent/repository/clone-repository.ts";
import { lookAtRepository } from "../../agent/run/look-at-repository.ts";
import { createGitFixture, type GitFixture } from "../support/git-fixture.ts";

describe("a clone", { tags: ["git"] }, () => {
  let fixture: GitFixture;
  beforeAll(async () => {
    fixture = await createGitFixture();
  });
  afterAll(() => fixture.remove());
  const cloneTo = (folder: string) =>
    cloneRepository(fixture.remote, join(fixture.home, folder), { environment: fixture.environment });
  const lookAt = (folder: string) =>
    lookAtRepository({ directory: join(fixture.home, folder), environment: fixture.environment });

  test("is made with the folders above it", async () => {
    await cloneTo("deep/down/shop");
    expect(existsSync(join(fixture.home, "deep/down/shop/README.md"))).toBe(true);
  });

  test("is left as it is where there is one already", async () => {
    await cloneTo("again");
    await writeFile(join(fixture.home, "again/mine.txt"), "work");
    await cloneTo("again");
    expect(existsSync(join(fixture.home, "again/mine.txt"))).toBe(true);
  });

  test("is not made among other files", async () => {
    await mkdir(join(fixture.home, "taken"));
    await writeFile(join(fixture.home, "taken/mine.txt"), "work");
    await expect(cloneTo("taken")).rejects.toMatchObject({ code: "folder-taken" });
    expect(existsSync(join(fixture.home, "taken/mine.txt"))).toBe(true);
  });

  test("is described as it stands", async () => {
    await cloneTo("seen");
    expect(await lookAt("seen")).toMatchObject({ configured: false, branch: "main", base: "main", dirty: 0 });
    expect((await lookAt("seen")).ticket).toBeUndefined();
    await fixture.gitIn(join(fixture.home, "seen"), "switch", "--quiet", "--create", "fix/12-stock");
    await writeFile(join(fixture.home, "seen/slipway.json"), "{}");
    expect(await lookAt("seen")).toMatchObject({
      root: join(fixture.home, "seen"),
      configured: true,
      branch: "fix/12-stock",
      change: expect.stringMatching(/^fix-12-stock-/),
      ticket: 12,
      dirty: 1,
      remote: { repository: "acme/shop" },
    });
    await fixture.gitIn(join(fixture.home, "seen"), "switch", "--quiet", "--detach");
    expect((await lookAt("seen")).change).toBeUndefined();
  });

  test("with a slipway.json that does not hold is described all the same", async () => {
    await cloneTo("broken");
    await writeFile(join(fixture.home, "broken/slipway.json"), "{ not json");
    expect(await lookAt("broken")).toMatchObject({ configured: true, base: "main" });
  });

  test("is not what a folder without a repository is", async () => {
    await mkdir(join(fixture.home, "plain"));
    await expect(lookAt("plain")).rejects.toMatchObject({ code: "not-a-repository" });
  });
});

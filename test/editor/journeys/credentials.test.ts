import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createGitFixture, type GitFixture } from "../../support/git-fixture.ts";
import { notification } from "../support/notifications.ts";
import { answer, pick, quickPickRows, runCommand } from "../support/quick-input.ts";
import { statusText } from "../support/status-bar.ts";
import { useEditor } from "../support/use-editor.ts";

const status = "slipway.slipway.deploy";
let fixture: GitFixture;

describe("a repository whose source needs a password", { tags: ["git"] }, () => {
  beforeAll(async () => {
    fixture = await createGitFixture();
    await fixture.beginChange("12-try", {
      "slipway.json": '{ "source": { "url": { "env": "PRODUCTION_DATABASE_URL" } } }\n',
    });
  });
  afterAll(() => fixture.remove());
  const editor = useEditor(() => ({
    workspace: fixture.clone,
    env: { SLIPWAY_RUNTIME: "process" },
  }));

  test("asks for it once, and keeps it", async () => {
    const { page, sandbox } = editor();
    await runCommand(page, "Slipway: Ship");
    await answer(page, "Slipway: GITHUB_TOKEN", "ghp_0000000000000000000000000000000000");
    await answer(page, "Slipway: PRODUCTION_DATABASE_URL", "postgres://reader:secret@127.0.0.1:9/shop");
    await expect.poll(() => statusText(page, status)).toBe("Ship failed: preflight");
    await notification(page, "The change cannot be shipped as it is").waitFor();
    await runCommand(page, "Slipway: Ship");
    // The second one may be over before anybody can look.
    await expect.poll(() => readdirSync(join(sandbox.root, "slipway/state/runs"))).toHaveLength(2);
    await expect.poll(() => statusText(page, status)).toBe("Ship failed: preflight");
  });

  test("forgets it on demand", async () => {
    const { page } = editor();
    await runCommand(page, "Slipway: Forget Stored Credentials…");
    const rows = await quickPickRows(page);
    expect(rows.map(({ label }) => label)).toEqual(["GITHUB_TOKEN", "PRODUCTION_DATABASE_URL"]);
    expect(rows[1]?.description).toMatch(/^the source database of /);
    await pick(page, "PRODUCTION_DATABASE_URL");
    await page.keyboard.press("Enter");
    await runCommand(page, "Slipway: Ship");
    await answer(page, "Slipway: PRODUCTION_DATABASE_URL", "");
    await notification(page, "PRODUCTION_DATABASE_URL is not set").waitFor();
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createGitFixture, type GitFixture } from "../../support/git-fixture.ts";
import { notification } from "../support/notifications.ts";
import { answer, pick, quickPickRows, runCommand } from "../support/quick-input.ts";
import { runsOf } from "../support/runs-of.ts";
import { statusText } from "../support/status-bar.ts";
import { clickRowButton, openContainer } from "../support/tree.ts";
import { useEditor } from "../support/use-editor.ts";

const status = "slipway.slipway.deploy";
/** How a ship ends that got all its answers: this repository is not one that could be shipped. */
const unfit = ["failed", "The change cannot be shipped as it is"];
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
  const ends = () => runsOf(editor()).map(({ status, problem }) => [status, problem?.what]);

  test("asks for it once, and keeps it", async () => {
    const { page } = editor();
    await runCommand(page, "Slipway: Ship");
    await answer(page, "Slipway: GITHUB_TOKEN", "ghp_0000000000000000000000000000000000");
    await answer(page, "Slipway: PRODUCTION_DATABASE_URL", "postgres://reader:secret@127.0.0.1:9/shop");
    await expect.poll(ends).toEqual([unfit]);
    await expect.poll(() => statusText(page, status)).toBe("Ship failed: preflight");
    await notification(page, "The change cannot be shipped as it is").waitFor();
    await runCommand(page, "Slipway: Ship");
    // An answer that was waited for would keep the second one from ending, and its lack would be another end.
    await expect.poll(ends).toEqual([unfit, unfit]);
    await expect.poll(() => page.locator(".quick-input-widget").isVisible()).toBe(false);
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

  test("takes its question back when the run is cancelled", async () => {
    const { page } = editor();
    await runCommand(page, "Slipway: Ship");
    const question = page.locator(".quick-input-title", { hasText: "Slipway: PRODUCTION_DATABASE_URL" });
    await question.waitFor();
    await openContainer(page, "Slipway");
    await clickRowButton(page, "This Change", "Ship", "Cancel the Run");
    await question.waitFor({ state: "hidden" });
    await expect.poll(() => ends().at(-1)).toEqual(["cancelled", undefined]);
  });
});

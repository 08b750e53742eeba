import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createGitFixture, type GitFixture } from "../../support/git-fixture.ts";
import { clickDialog, dialogText } from "../support/dialog.ts";
import { runCommand } from "../support/quick-input.ts";
import { activeTab, visibleText } from "../support/text-editor.ts";
import { openContainer, welcomeText } from "../support/tree.ts";
import { useEditor } from "../support/use-editor.ts";
import { walkthroughSteps } from "../support/walkthrough.ts";
import { screenshots } from "../support/window.ts";

let fixture: GitFixture;

describe("a repository on github.com", { tags: ["git"] }, () => {
  beforeAll(async () => {
    fixture = await createGitFixture();
    await fixture.git("remote", "set-url", "origin", "https://github.com/acme/shop.git");
  });
  afterAll(() => fixture.remove());
  const editor = useEditor(() => ({
    workspace: fixture.clone,
    env: { SLIPWAY_RUNTIME: "process" },
    installed: [join(import.meta.dirname, "../support/github-sign-in")],
  }));

  test("is connected by VS Code's own sign-in, and the walkthrough's step is ticked by that alone", async () => {
    const { page } = editor();
    const isDone = async () => (await walkthroughSteps(page)).find(({ title }) => title === "Connect GitHub")?.done;
    await runCommand(page, "Slipway: Walk Through Your First Day");
    await expect.poll(async () => (await walkthroughSteps(page)).filter(({ done }) => done)).toHaveLength(1);
    expect(await isDone()).toBe(false);
    await runCommand(page, "Slipway: Connect GitHub");
    expect(await dialogText(page)).toContain("wants to sign in using GitHub");
    await clickDialog(page, "Allow");
    await expect.poll(isDone).toBe(true);
  });

  test("gets its slipway.json from what its files say, and sees what is left to do", async () => {
    const { page } = editor();
    await openContainer(page, "Slipway");
    await expect.poll(() => welcomeText(page)).toContain("has no slipway.json yet");
    await screenshots(editor(), "no-config");
    await runCommand(page, "Slipway: Write slipway.json");
    await expect.poll(() => activeTab(page)).toBe("slipway.json");
    await expect.poll(() => visibleText(page)).toContain("No Dockerfile was found");
  });
});

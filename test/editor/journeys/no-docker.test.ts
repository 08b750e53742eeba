import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createGitFixture, type GitFixture } from "../../support/git-fixture.ts";
import { notification } from "../support/notifications.ts";
import { quickPickRows, runCommand } from "../support/quick-input.ts";
import { statusText } from "../support/status-bar.ts";
import { useEditor } from "../support/use-editor.ts";
import { screenshots } from "../support/window.ts";

const status = "slipway.slipway.deploy";
let fixture: GitFixture;

describe("a machine whose Docker does not answer", { tags: ["git"] }, () => {
  beforeAll(async () => {
    fixture = await createGitFixture();
    await fixture.beginChange("12-try", {
      "slipway.json": '{ "app": { "port": 3000 } }\n',
      Dockerfile: "FROM scratch\n",
    });
  });
  afterAll(() => fixture.remove());
  const editor = useEditor(() => ({
    workspace: fixture.clone,
    env: { DOCKER_HOST: "unix:///nowhere/docker.sock", SLIPWAY_RUNTIME: "" },
  }));

  test("is told so by the check of the machine, before all that is well", async () => {
    const { page } = editor();
    await runCommand(page, "Slipway: Check This Machine");
    const [worst] = await quickPickRows(page);
    expect(worst).toMatchObject({
      label: "Docker is not installed or not running",
      description: expect.stringContaining("/nowhere/docker.sock"),
    });
    expect(await page.locator(".quick-input-list").textContent()).toContain("Install Docker (https://docs.docker.com");
    await screenshots(editor(), "no-docker");
    await page.keyboard.press("Escape");
  });

  test("is told so when it ships, and nothing has begun", async () => {
    const { page } = editor();
    await runCommand(page, "Slipway: Ship");
    await notification(page, "Docker is not installed or not running").waitFor();
    expect(await notification(page, "Docker").textContent()).toContain("start it, and try again");
    expect(await statusText(page, status)).toBe("Slipway");
  });
});

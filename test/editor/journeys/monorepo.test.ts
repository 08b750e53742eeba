import { existsSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createGitFixture, type GitFixture } from "../../support/git-fixture.ts";
import { pick, quickPickRows, runCommand } from "../support/quick-input.ts";
import { activeTab, visibleText } from "../support/text-editor.ts";
import { openContainer, welcomeText } from "../support/tree.ts";
import { useEditor } from "../support/use-editor.ts";

let fixture: GitFixture;
const besideApp = "apps/web/slipway.json";
const atRoot = () => join(fixture.clone, "slipway.json");

describe("a slipway.json that lies beside its app", { tags: ["git"] }, () => {
  beforeAll(async () => {
    fixture = await createGitFixture();
    await fixture.beginChange("12-try", {
      [besideApp]: '{ "app": { "port": 3000 } }\n',
      "apps/web/Dockerfile": "FROM scratch\n",
    });
    await mkdir(join(fixture.clone, "apps/api"));
  });
  afterAll(() => fixture.remove());
  const editor = useEditor(() => ({ workspace: fixture.clone, env: { SLIPWAY_RUNTIME: "process" } }));

  test("is offered where a second one would be written", async () => {
    const { page } = editor();
    await openContainer(page, "Slipway");
    await expect.poll(() => welcomeText(page)).toContain("This repository has no slipway.json yet");
    await runCommand(page, "Slipway: Write slipway.json");
    expect((await quickPickRows(page)).map(({ label }) => label)).toEqual([
      "Use apps/web/slipway.json",
      "Write one at the repository's root",
    ]);
    await pick(page, "Use apps/web/slipway.json");
    await expect.poll(() => welcomeText(page)).toContain("This change has not been shipped yet");
    const settings = await readFile(join(fixture.clone, ".vscode/settings.json"), "utf8");
    expect(JSON.parse(settings)).toEqual({ "slipway.config": besideApp });
    expect(existsSync(atRoot())).toBe(false);
  });

  test("is what the machine is checked for", async () => {
    const { page } = editor();
    await runCommand(page, "Slipway: Check This Machine");
    const rows = await quickPickRows(page);
    expect(rows).toContainEqual({ label: "slipway.json can be read", description: besideApp });
    await page.keyboard.press("Escape");
  });

  test("is written anew where the setting says, and opened there", async () => {
    const { page } = editor();
    await rm(join(fixture.clone, besideApp));
    await expect.poll(() => welcomeText(page)).toContain("This repository has no slipway.json yet");
    await runCommand(page, "Slipway: Write slipway.json");
    await expect.poll(() => activeTab(page)).toBe("slipway.json");
    await expect.poll(() => welcomeText(page)).toContain("This change has not been shipped yet");
    expect(await readFile(join(fixture.clone, besideApp), "utf8")).toContain('"app"');
    expect(existsSync(atRoot())).toBe(false);
  });

  test("a window on another folder of the repository writes the root's, and opens that", async () => {
    const page = await editor().openWindow(join(fixture.clone, "apps/api"));
    await openContainer(page, "Slipway");
    await expect.poll(() => welcomeText(page)).toContain("This repository has no slipway.json yet");
    await runCommand(page, "Slipway: Write slipway.json");
    await expect.poll(() => activeTab(page)).toBe("slipway.json");
    expect(await visibleText(page)).toContain('"app"');
    expect(existsSync(atRoot())).toBe(true);
    expect(existsSync(join(fixture.clone, "apps/api/slipway.json"))).toBe(false);
    await expect.poll(() => welcomeText(page)).toContain("This change has not been shipped yet");
  });
});

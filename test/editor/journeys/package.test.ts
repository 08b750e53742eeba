import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { filesOf, type PackagedExtension, packageExtension } from "../support/packaged-extension.ts";
import { pick, quickPickRows, runCommand } from "../support/quick-input.ts";
import { statusText } from "../support/status-bar.ts";
import { useEditor } from "../support/use-editor.ts";

const status = "slipway.slipway.deploy";
const kibibyte = 1024;
let extension: PackagedExtension;

describe("the package, installed in a clean editor", { tags: ["postgres", "git"] }, () => {
  beforeAll(async () => {
    extension = await packageExtension();
  });
  afterAll(() => extension?.remove());
  const editor = useEditor(() => ({
    workspace: "none",
    env: { SLIPWAY_RUNTIME: "process" },
    extensions: [],
    packages: [extension.vsix],
  }));

  test("holds what runs, and nothing of what it was made from", async () => {
    const folder = join(editor().sandbox.root, "code/extensions");
    const [name = ""] = (await readdir(folder)).filter((one) => one.startsWith("slipway.slipway-"));
    const files = await filesOf(join(folder, name));
    const names = [...files.keys()];
    expect(names).toEqual(expect.arrayContaining(["package.json", "LICENSE.txt", "dist/agent.js", "dist/cli.js"]));
    expect(
      names.filter((one) => /^(agent|extension|node_modules|practice|scripts|test)\/|\.(map|ts)$/.test(one)),
    ).toEqual([]);
    expect(files.get("dist/extension.js")).toBeLessThanOrEqual(150 * kibibyte);
    const bytes = [...files.values()].reduce((sum, one) => sum + one, 0);
    expect(bytes).toBeLessThan(14 * kibibyte ** 2);
  });

  test("starts its agent, which looks at the machine", async () => {
    const { page } = editor();
    await runCommand(page, "Slipway: Walk Through Your First Day");
    await expect.poll(() => statusText(page, status)).toBe("Slipway");
    await runCommand(page, "Slipway: Check This Machine");
    expect((await quickPickRows(page)).map(({ label }) => label)).toContainEqual(expect.stringMatching(/GB are free$/));
    await page.keyboard.press("Escape");
  });

  test("founds the practice company, and is at home in its repository", { timeout: 150_000 }, async () => {
    const { page } = editor();
    await runCommand(page, "Slipway: Try the Practice Company…");
    await pick(page, "In Slipway's own folder");
    await page.waitForURL(/folder=.*practice-clones/, { timeout: 140_000 });
    await expect.poll(() => statusText(page, status)).toBe("Slipway");
    await runCommand(page, "Slipway: Pick a Ticket…");
    expect((await quickPickRows(page)).map(({ label }) => label)).toContain("#1 Show how long delivery takes");
    await page.keyboard.press("Escape");
  });
});

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAnnouncement } from "../../../agent/client/announcement.ts";
import { findPlaces } from "../../../agent/places.ts";
import { shopFiles } from "../../support/small-shop/shop-files.ts";
import { githubToken } from "../../support/small-shop/shop-github.ts";
import { type SmallShop, smallShop } from "../../support/small-shop/small-shop.ts";
import type { WorkingCopy } from "../../support/small-shop/working-copy.ts";
import { clickNotification } from "../support/notifications.ts";
import { answer, runCommand } from "../support/quick-input.ts";
import { statusText } from "../support/status-bar.ts";
import { terminalText } from "../support/terminal.ts";
import { openContainer, treeRows } from "../support/tree.ts";
import { useEditor } from "../support/use-editor.ts";

const status = "slipway.slipway.deploy";
const running = { timeout: 60_000 };
let shop: SmallShop;
let copy: WorkingCopy;

describe("a ship whose agent is killed", { tags: ["git", "postgres"] }, () => {
  const goesOn = () => join(shop.folder, "goes-on");
  beforeAll(async () => {
    shop = await smallShop({ SLIPWAY_RUNTIME: "process" });
    copy = await shop.change("404-page", {
      "test.sh": `until test -f ${goesOn()}; do sleep 0.1; done\n`,
      "server.mjs": `console.log("the doors are open");\n${shopFiles["server.mjs"]}`,
    });
  });
  afterAll(() => shop?.close());
  const editor = useEditor(() => ({ workspace: copy.directory, env: { SLIPWAY_RUNTIME: "process" } }));
  const labels = async () => (await treeRows(editor().page, "This Change")).map(({ label }) => label);
  const agent = () => readAnnouncement(findPlaces(editor().sandbox.env))?.pid ?? 0;

  test("is said to have been interrupted by the agent that comes in its place", running, async () => {
    const { page } = editor();
    await runCommand(page, "Slipway: Ship");
    await answer(page, "Slipway: GITHUB_TOKEN", githubToken);
    await answer(page, "Slipway: PRODUCTION_DATABASE_URL", shop.productionUrl);
    await expect.poll(() => statusText(page, status), { timeout: 30_000 }).toBe("Shipping: check");
    const killed = agent();
    process.kill(killed, "SIGKILL");
    await expect.poll(agent).not.toBe(killed);
    await expect.poll(() => statusText(page, status)).toBe("Ship failed: check");
    await openContainer(page, "Slipway");
    await expect.poll(labels).toContainEqual(expect.stringMatching(/^Ship 404-page, failed after [1-9]/));
    expect(agent()).toBeGreaterThan(0);
  });

  test("is shipped again by one click", running, async () => {
    const { page } = editor();
    await writeFile(goesOn(), "");
    await clickNotification(page, "The run was interrupted", "Ship Again");
    await expect.poll(() => statusText(page, status), { timeout: 30_000 }).toBe("Preview ready");
    await expect.poll(labels).toContainEqual(expect.stringMatching(/^propose: done/));
    // There is no ticket 404: its one commit names the pull request.
    expect(shop.github.state().issues).toMatchObject([
      { title: "Change test.sh, server.mjs", pull: { head: "404-page" } },
    ]);
  });

  test("shows what its preview prints, as it comes", async () => {
    const { page } = editor();
    await runCommand(page, "Slipway: Show the Preview's Log");
    await expect.poll(() => terminalText(page)).toContain("the doors are open");
  });
});

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAnnouncement } from "../../../agent/client/announcement.ts";
import { findPlaces } from "../../../agent/places.ts";
import { shopConfig, shopFiles } from "../../support/small-shop/shop-files.ts";
import { githubToken } from "../../support/small-shop/shop-github.ts";
import { type SmallShop, smallShop } from "../../support/small-shop/small-shop.ts";
import type { WorkingCopy } from "../../support/small-shop/working-copy.ts";
import { sql } from "../../support/sql.ts";
import { clickDialog, dialogText } from "../support/dialog.ts";
import { clickNotification, notification } from "../support/notifications.ts";
import { answer, runCommand } from "../support/quick-input.ts";
import { runsOf } from "../support/runs-of.ts";
import { statusText } from "../support/status-bar.ts";
import { terminalText } from "../support/terminal.ts";
import { clickRowButton, openContainer, toggleView, treeRows } from "../support/tree.ts";
import { useEditor } from "../support/use-editor.ts";

const status = "slipway.slipway.deploy";
let shop: SmallShop;
let copy: WorkingCopy;

describe("a day on which things go wrong", { tags: ["git", "postgres"] }, () => {
  const breaker = () => join(shop.folder, "does-not-start");
  const goesOn = () => join(shop.folder, "goes-on");
  beforeAll(async () => {
    shop = await smallShop({ SLIPWAY_RUNTIME: "process" });
    const dumps = await shop.change("dumps", {
      "slipway.json": shopConfig((config) => {
        config.target.process.backup = "dump";
        Object.assign(config.target.process.env, { MAIL_KEY: { env: "MAIL_KEY" } });
      }),
    });
    await dumps.git("push", "--quiet", shop.github.bareRepository, "HEAD:refs/heads/main");
    copy = await shop.change("404-page", {
      "test.sh": `until test -f ${goesOn()}; do sleep 0.1; done\n`,
      "server.mjs": `console.log("the doors are open");\n${shopFiles["server.mjs"]}`,
    });
  });
  afterAll(() => shop?.close());
  const editor = useEditor(() => ({ workspace: copy.directory, env: { SLIPWAY_RUNTIME: "process" } }));
  const labels = async () => (await treeRows(editor().page, "This Change")).map(({ label }) => label);
  const agent = () => readAnnouncement(findPlaces(editor().sandbox.env))?.pid ?? 0;

  test("the agent is killed in the middle of a ship: the one that comes in its place says so", async () => {
    const { page } = editor();
    await runCommand(page, "Slipway: Ship");
    await answer(page, "Slipway: GITHUB_TOKEN", githubToken);
    await answer(page, "Slipway: PRODUCTION_DATABASE_URL", shop.productionUrl);
    await expect.poll(() => statusText(page, status)).toBe("Shipping: check");
    const killed = agent();
    process.kill(killed, "SIGKILL");
    await expect.poll(agent).not.toBe(killed);
    await expect.poll(() => statusText(page, status)).toBe("Ship failed: check");
    await openContainer(page, "Slipway");
    await expect.poll(labels).toContainEqual(expect.stringMatching(/^Ship 404-page, failed after [1-9]/));
    expect(agent()).toBeGreaterThan(0);
  });

  test("one click ships again", async () => {
    const { page } = editor();
    await writeFile(goesOn(), "");
    await clickNotification(page, "The run was interrupted", "Ship Again");
    await expect.poll(() => statusText(page, status)).toBe("Preview ready");
    await expect.poll(labels).toContainEqual(expect.stringMatching(/^propose: done/));
    // There is no ticket 404: its one commit names the pull request.
    expect(shop.github.state().issues).toMatchObject([
      { title: "Change test.sh, server.mjs", pull: { head: "404-page" } },
    ]);
  });

  test("what the preview prints is shown as it comes", async () => {
    const { page } = editor();
    await runCommand(page, "Slipway: Show the Preview's Log");
    await expect.poll(() => terminalText(page)).toContain("the doors are open");
  });

  test("a release that is cancelled before the agent has answered merges nothing", async () => {
    const { page } = editor();
    const stopped = agent();
    // One that is stopped answers as late as a busy one.
    process.kill(stopped, "SIGSTOP");
    try {
      await mergeAndDeploy();
      await clickNotification(page, "Starting the release", "Cancel");
    } finally {
      process.kill(stopped, "SIGCONT");
    }
    const releases = () => runsOf(editor()).filter(({ kind }) => kind === "release");
    await expect.poll(() => releases().map(({ status }) => status)).toEqual(["cancelled"]);
    await expect.poll(() => statusText(page, status)).toBe("Preview ready");
    expect(shop.github.state().issues).toMatchObject([{ state: "open", pull: { mergedAt: null } }]);
  });

  test("what the deploy needs is asked for one after the other, and before anything is merged", async () => {
    const { page } = editor();
    await mergeAndDeploy();
    // Production's is another one than the source's, though it is the same here.
    await answer(page, "Slipway: PRODUCTION_DATABASE_URL", shop.productionUrl);
    await answer(page, "Slipway: MAIL_KEY", "");
    await expect.poll(() => statusText(page, status)).toBe("Deploy failed: gate");
    await notification(page, "MAIL_KEY is not set").waitFor();
    expect(shop.github.state().issues).toMatchObject([{ state: "open", pull: { mergedAt: null } }]);
  });

  test("it is live, and the next change never starts in production, where it has migrated the database", async () => {
    const { page } = editor();
    await mergeAndDeploy();
    await answer(page, "Slipway: MAIL_KEY", "one that works");
    await expect.poll(() => statusText(page, status)).toBe("Live");
    await copy.git("switch", "--quiet", "--create", "rank", "origin/main");
    await copy.commit({
      "migrations/002-rank.sql": "ALTER TABLE customers ADD rank int NOT NULL DEFAULT 8;\n",
      "server.mjs": `import { existsSync } from "node:fs";\nif (existsSync("${breaker()}")) process.exit(1);\n${shopFiles["server.mjs"]}`,
    });
    await expect.poll(() => statusText(page, status)).toBe("Slipway");
    await runCommand(page, "Slipway: Ship");
    await expect.poll(() => statusText(page, status)).toBe("Preview ready");
    await writeFile(breaker(), "");
    await mergeAndDeploy();
    await expect.poll(() => statusText(page, status)).toBe("Deploy failed: deploy");
    await notification(page, "on a database to which 002-rank.sql was applied").waitFor();
  });

  test("its work on the database is taken back, under the version that serves", async () => {
    const { page } = editor();
    await toggleView(page, "Releases");
    const releases = async () => (await treeRows(page, "Releases")).map(({ label }) => label.split("\n")[0]);
    await expect
      .poll(releases)
      .toEqual(["Release 2: Change migrations/002-rank.sql, server.mjs", expect.stringMatching(/^Release 1/)]);
    await clickRowButton(page, "Releases", "Release 1", "Roll Back…");
    const said = await dialogText(page);
    expect(said).toContain("Take production's database back to how release 1");
    expect(said).toContain("changed the database and never served");
    await clickDialog(page, "Restore the Database");
    await expect.poll(() => statusText(page, status)).toBe("Rolled back");
    const ranked = await sql(shop.production, "SELECT to_jsonb(c) ? 'rank' AS ranked FROM customers c LIMIT 1");
    expect(ranked).toEqual([{ ranked: false }]);
  });

  async function mergeAndDeploy(): Promise<void> {
    const { page } = editor();
    await runCommand(page, "Slipway: Merge and Deploy…");
    await clickDialog(page, "Merge and Deploy");
  }
});

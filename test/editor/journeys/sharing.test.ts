import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { githubToken } from "../../support/small-shop/shop-github.ts";
import type { WorkingCopy } from "../../support/small-shop/working-copy.ts";
import { type SharingShop, sharingShop } from "../../support/tunnel/sharing-shop.ts";
import { clickDialog } from "../support/dialog.ts";
import { clickNotification, notification } from "../support/notifications.ts";
import { answer, runCommand } from "../support/quick-input.ts";
import { statusText } from "../support/status-bar.ts";
import { clickRowButton, openContainer, toggleView, treeRows } from "../support/tree.ts";
import { useEditor } from "../support/use-editor.ts";

const status = "slipway.slipway.deploy";
const running = { timeout: 300_000 };
let shop: SharingShop;
let change: WorkingCopy;

describe("a change whose preview is shared", { tags: ["git", "postgres", "namespaces"] }, () => {
  beforeAll(async () => {
    shop = await sharingShop({ SLIPWAY_RUNTIME: "process" });
    change = await shop.change("shared", {});
  });
  afterAll(() => shop?.close());
  const editor = useEditor(() => ({
    workspace: change.directory,
    env: { SLIPWAY_RUNTIME: "process", PRODUCTION_DATABASE_URL: shop.productionUrl },
  }));
  const rows = async () => (await treeRows(editor().page, "Environments")).map(({ label }) => label);
  const shared = expect.stringMatching(/^Anyone with the link can open it, while this machine is on: http:/);

  test("shows the link that others have", running, async () => {
    const { page } = editor();
    await runCommand(page, "Slipway: Ship");
    await answer(page, "Slipway: GITHUB_TOKEN", githubToken);
    await expect.poll(() => statusText(page, status), running).toBe("Preview ready");
    await openContainer(page, "Slipway");
    await toggleView(page, "Environments");
    await expect.poll(rows).toContainEqual(shared);
  });

  test("is the machine's own again, and then others' too, as the person wants it", async () => {
    const { page } = editor();
    await clickRowButton(page, "Environments", "Anyone with the link", "Stop Sharing the Preview");
    await expect.poll(rows).not.toContainEqual(shared);
    expect(await shop.outside.pids()).toEqual([]);

    await clickRowButton(page, "Environments", "Preview of", "Share Preview");
    const offer = "Anyone with the link can open the preview";
    const [url = ""] = /http:\S+/.exec((await notification(page, offer).textContent()) ?? "") ?? [];
    expect((await shop.outside.get(url)).text).toBe("The shop is open\n");
    await clickNotification(page, offer, "Copy Link");
    await expect.poll(rows).toContainEqual(shared);
  });

  test("is shared no longer than it runs", async () => {
    const { page } = editor();
    await clickRowButton(page, "Environments", "shared", "Stop…");
    await clickDialog(page, "Stop and Remove");
    await expect.poll(rows).not.toContainEqual(shared);
    expect(await shop.outside.pids()).toEqual([]);
  });
});

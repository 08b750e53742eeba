import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SmallShop, smallShop } from "../../support/small-shop/small-shop.ts";
import type { WorkingCopy } from "../../support/small-shop/working-copy.ts";
import { answer, runCommand } from "../support/quick-input.ts";
import { terminalText, typeInTerminal } from "../support/terminal.ts";
import { useEditor } from "../support/use-editor.ts";

let shop: SmallShop;
let change: WorkingCopy;

describe("a change without a clone, of a source whose password VS Code keeps", { tags: ["git", "postgres"] }, () => {
  beforeAll(async () => {
    shop = await smallShop({ SLIPWAY_RUNTIME: "process" });
    change = await shop.change("look", {});
  });
  afterAll(() => shop?.close());
  const editor = useEditor(() => ({ workspace: change.directory, env: { SLIPWAY_RUNTIME: "process" } }));

  test("gets its clone and a shell on it", async () => {
    const { page } = editor();
    await runCommand(page, "Slipway: Open a Database Shell");
    await answer(page, "Slipway: PRODUCTION_DATABASE_URL", shop.productionUrl);
    await expect.poll(() => terminalText(page)).toContain("dev=> ");
    await typeInTerminal(page, "SELECT 'events ' || count(*) FROM events;");
    await expect.poll(() => terminalText(page)).toContain("events 20000");
    await typeInTerminal(page, "\\q");
    await expect.poll(() => page.locator(".xterm").count()).toBe(0);
  });

  test("opens another shell without a question", async () => {
    const { page } = editor();
    await runCommand(page, "Slipway: Open a Database Shell");
    await expect.poll(() => terminalText(page)).toContain("dev=> ");
  });
});

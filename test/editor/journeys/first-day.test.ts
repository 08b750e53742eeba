import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { clickDialog, dialogText } from "../support/dialog.ts";
import type { Editor } from "../support/editor.ts";
import { clickNotification, notification, notifications } from "../support/notifications.ts";
import { answer, pick, quickPickRows, runCommand } from "../support/quick-input.ts";
import { clickStatus, statusText } from "../support/status-bar.ts";
import { terminalText, typeInTerminal } from "../support/terminal.ts";
import { activeTab, visibleText } from "../support/text-editor.ts";
import { clickRow, clickRowButton, openContainer, toggleView, treeRows } from "../support/tree.ts";
import { useEditor } from "../support/use-editor.ts";
import { clickStepButton, openStep, walkthroughSteps } from "../support/walkthrough.ts";
import { reloadWindow, screenshots } from "../support/window.ts";

const status = "slipway.slipway.deploy";
const view = "This Change";
const breakage = join(import.meta.dirname, "../../support/practice-breakages/test-fails.patch");

describe("a new hire's first day", { tags: ["postgres", "git"] }, () => {
  const editor = useEditor({ workspace: "none", theme: "dark", env: { SLIPWAY_RUNTIME: "process" } });
  let clone = "";
  let shop = "";

  test("begins in a window without a folder: the walkthrough ticks that the agent runs", async () => {
    const { page } = editor();
    await runCommand(page, "Slipway: Walk Through Your First Day");
    await expect.poll(() => statusText(page, status)).toBe("Slipway");
    await expect.poll(() => doneSteps(editor())).toEqual(["Check this machine"]);
    await clickStepButton(page, "Check this machine", "Check This Machine");
    expect((await quickPickRows(page)).map(({ label }) => label)).toEqual([
      "Apps and checks run as plain processes, without walls around them",
      expect.stringMatching(/^Git [\d.]+ is new enough$/),
      expect.stringMatching(/GB are free$/),
    ]);
    await screenshots(editor(), "check-machine");
    await page.keyboard.press("Escape");
    await openStep(page, "Try the practice company");
    await screenshots(editor(), "walkthrough");
  });

  test("goes on in the practice company's repository, where the walkthrough is open again", async () => {
    const { page } = editor();
    await clickStepButton(page, "Try the practice company", "Try the Practice Company");
    await pick(page, "In Slipway's own folder");
    await page.waitForURL(/folder=.*practice-clones/, { timeout: 140_000 });
    clone = new URL(page.url()).searchParams.get("folder") ?? "";
    await expect
      .poll(() => doneSteps(editor()))
      .toEqual(["Check this machine", "Try the practice company", "Connect GitHub"]);
  });

  test("begins the starter ticket and solves it", async () => {
    const { page } = editor();
    await clickStepButton(page, "Pick the starter ticket", "Pick a Ticket");
    await pick(page, "#1 Show how long delivery takes");
    await clickNotification(page, "You are on 1-show-how-long-delivery-takes", "Apply the Prepared Fix");
    await notification(page, "The fix is in the working copy").waitFor();
    await expect.poll(() => doneSteps(editor())).toContain("Solve it");
    expect(await doneSteps(editor())).not.toContain("Get your clone of production");
    expect(git(clone, "status", "--short")).toContain("src/");
  });

  test("sees a broken test fail the ship, with its log", async () => {
    const { page } = editor();
    git(clone, "apply", breakage);
    await clickNotification(page, "The fix is in the working copy", "Ship");
    await answer(page, "Commit and Ship", "Show how long delivery takes");
    await expect.poll(() => statusText(page, status)).toMatch(/^Shipping: /);
    await expect.poll(() => statusText(page, status), { timeout: 100_000 }).toBe("Ship failed: check");
    await notification(page, "A check failed (tests)").waitFor();
    await clickNotification(page, "A check failed (tests)", "Show Run");
    await expect.poll(() => activeTab(page)).toBe("check.log");
    await expect.poll(() => visibleText(page)).toContain("check: error after");
    expect(await labels(editor())).toContainEqual(expect.stringContaining("tests, failed in"));
    await screenshots(editor(), "failed");
    await clickRow(page, view, "Open test/delivery.test.js at line 14");
    await expect.poll(() => activeTab(page)).toBe("delivery.test.js");
    await expect.poll(() => page.locator(".statusbar").textContent()).toContain("Ln 14");
    git(clone, "apply", "--reverse", breakage);
  });

  test("ships; a reload in the middle loses nothing", async () => {
    const { page, sandbox } = editor();
    const goesOn = join(sandbox.root, "goes-on");
    await writeFile(join(clone, "test/patience.test.js"), waitingTest(goesOn));
    await clickStatus(page, status);
    await pick(page, "Ship Again");
    await answer(page, "Commit and Ship", "Mend the test");
    await expect.poll(() => labels(editor())).toContainEqual(expect.stringMatching(/^check: running/));
    await screenshots(editor(), "shipping");
    await reloadWindow(page);
    await expect.poll(() => statusText(page, status)).toMatch(/^Shipping: /);
    await writeFile(goesOn, "");
    await expect.poll(() => statusText(page, status), { timeout: 100_000 }).toBe("Preview ready");
    await openContainer(page, "Slipway");
    // The tree is drawn a breath after the indicator.
    const stages = async () => (await treeRows(page, view)).filter(({ level }) => level === 2);
    await expect
      .poll(async () => (await stages()).map(({ label }) => /^\w+: \w+/.exec(label)?.[0]))
      .toEqual(
        ["preflight", "clone", "build", "migrate", "check", "preview", "propose"].map((name) => `${name}: done`),
      );
    expect(await notifications(page)).toEqual([]);
  });

  test("offers what makes sense, and opens the preview of the change", async () => {
    const { page } = editor();
    await clickStatus(page, status);
    expect((await quickPickRows(page)).map(({ label }) => label)).toEqual([
      "Open Preview",
      "Open Pull Request",
      "Merge and Deploy…",
      "Ship Again",
      "Show Run",
      "Walk Through Your First Day",
      "Stop the Practice Company…",
      "Show Log",
    ]);
    await screenshots(editor(), "preview-ready");
    const opened = page.context().waitForEvent("page");
    await pick(page, "Open Preview");
    const preview = await opened;
    await expect.poll(() => preview.locator("body").textContent()).toContain("Delivered in");
    await preview.close();
  });

  test("is the same in a second window", async () => {
    const second = await editor().openWindow(clone);
    await expect.poll(() => statusText(second, status)).toBe("Preview ready");
    await second.close();
    expect(await statusText(editor().page, status)).toBe("Preview ready");
  });

  test("sees what runs, and stops nothing of it by looking", async () => {
    const { page } = editor();
    await toggleView(page, "Environments");
    await expect
      .poll(async () => (await treeRows(page, "Environments")).map(({ label }) => label.split(":")[0]))
      .toEqual([
        "1-show-how-long-delivery-takes, this change",
        "Preview of 1-show-how-long-delivery-takes",
        "Clone of production for 1-show-how-long-delivery-takes",
        expect.stringMatching(/^Production at [0-9a-f]{8}$/),
      ]);
    await screenshots(editor(), "environments");
    await clickRowButton(page, "Environments", "Preview of", "Copy Link");
    await expect.poll(() => page.locator(".statusbar").textContent()).toContain("Copied http://1-show-how-long");
    await toggleView(page, "Environments");
  });

  test("looks into the change's clone in a terminal, and takes back what it did there", async () => {
    const { page } = editor();
    await runCommand(page, "Slipway: Open a Database Shell");
    await expect.poll(() => terminalText(page), { timeout: 60_000 }).toContain("dev=> ");
    await typeInTerminal(page, "DELETE FROM reviews; SELECT 'left ' || count(*) FROM reviews;");
    await expect.poll(() => terminalText(page)).toContain("left 0");
    await screenshots(editor(), "database-shell");
    await runCommand(page, "Slipway: Reset the Clone…");
    expect(await dialogText(page)).toContain("What was written to it is lost");
    await clickDialog(page, "Reset");
    await expect.poll(() => page.locator(".statusbar").textContent()).toContain("is as it came from production");
    await typeInTerminal(page, "SELECT 'back ' || (count(*) > 0) FROM reviews;");
    // The reset has ended the shell's session; psql makes a new one and has lost the statement.
    await expect.poll(() => terminalText(page)).toContain("dev=> ");
    await typeInTerminal(page, "SELECT 'back ' || (count(*) > 0) FROM reviews;");
    await expect.poll(() => terminalText(page)).toContain("back true");
    await typeInTerminal(page, "\\q");
    await expect.poll(() => page.locator(".xterm").count()).toBe(0);
  });

  test("merges and deploys after a yes, and is live", async () => {
    const { page } = editor();
    await clickStatus(page, status);
    await pick(page, "Merge and Deploy…");
    expect(await dialogText(page)).toContain("Production changes");
    await clickDialog(page, "Merge and Deploy");
    await expect.poll(() => statusText(page, status)).toMatch(/^Deploying: /);
    await expect.poll(() => statusText(page, status), { timeout: 100_000 }).toBe("Live");
    await expect.poll(() => labels(editor())).toContainEqual(expect.stringMatching(/^announce: done/));
    await notification(page, "Your first change is live").waitFor();
    await screenshots(editor(), "live");
    await clickStatus(page, status);
    const [production] = await quickPickRows(page);
    expect(production?.label).toBe("Open Production");
    await page.keyboard.press("Escape");
    shop = production?.description ?? "";
    expect(await (await fetch(shop)).text()).toContain("Delivered in");
    await runCommand(page, "Slipway: Walk Through Your First Day");
    await expect.poll(async () => (await walkthroughSteps(page)).every(({ done }) => done)).toBe(true);
  });

  test("takes production back as it was, code and database, after saying what that means", async () => {
    const { page } = editor();
    await runCommand(page, "Slipway: Roll Back…");
    expect((await quickPickRows(page)).map(({ label, description }) => [label, description])).toEqual([
      [expect.stringMatching(/^1 +main as it is/), "code and database"],
    ]);
    await page.keyboard.press("Escape");
    await toggleView(page, "Releases");
    await expect.poll(() => labels(editor(), "Releases")).toHaveLength(2);
    await screenshots(editor(), "releases");
    await clickRowButton(page, "Releases", "Release 1", "Roll Back…");
    const said = await dialogText(page);
    expect(said).toContain("Take production from release 2 back to release 1");
    expect(said).toContain("revert release 2's pull request");
    expect(said).toContain("kept under another name");
    await screenshots(editor(), "roll-back");
    await clickDialog(page, "Code and Database");
    await expect.poll(() => statusText(page, status), { timeout: 100_000 }).toBe("Rolled back");
    expect(await (await fetch(shop)).text()).not.toContain("Delivered in");
    await expect.poll(() => labels(editor())).toContainEqual(expect.stringMatching(/^Roll back to release 1/));
    // A view that is seen is kept up to date.
    await expect
      .poll(() => labels(editor(), "Releases"))
      .toContainEqual(expect.stringMatching(/^Release 3: Back to release 1/));
  });

  test("takes the practice company down", async () => {
    const { page } = editor();
    await runCommand(page, "Slipway: Stop the Practice Company…");
    await clickDialog(page, "Stop and Remove");
    await expect.poll(() => answers(shop)).toBe(false);
    await expect.poll(() => answers(git(clone, "remote", "get-url", "origin"))).toBe(false);
    await expect.poll(() => notifications(page)).toEqual([]);
  });
});

/** A test of the shop's that goes on until there is this file. */
function waitingTest(file: string): string {
  return `import { existsSync } from "node:fs";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
test("somebody lets it go on", async () => {
  while (!existsSync(${JSON.stringify(file)})) await setTimeout(100);
});
`;
}

async function doneSteps({ page }: Editor): Promise<string[]> {
  return (await walkthroughSteps(page)).filter(({ done }) => done).map(({ title }) => title);
}

async function labels({ page }: Editor, of = view): Promise<string[]> {
  return (await treeRows(page, of)).map(({ label }) => label);
}

function git(directory: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd: directory, encoding: "utf8" }).trim();
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { answers } from "../../../agent/client/answers.ts";
import type { Editor } from "../support/editor.ts";
import { pressDialog, pressStepButton, typeAnswer, typeChoice, typeCommand } from "../support/keyboard.ts";
import { statusText } from "../support/status-bar.ts";
import { useEditor } from "../support/use-editor.ts";
import { walkthroughSteps } from "../support/walkthrough.ts";

const status = "slipway.slipway.deploy";
const running = { timeout: 120_000 };

describe("the walkthrough by keyboard alone", { tags: ["postgres", "git"] }, () => {
  const editor = useEditor({ workspace: "none", theme: "dark", env: { SLIPWAY_RUNTIME: "process" } });

  test("leads into the practice company", { timeout: 150_000 }, async () => {
    const { page } = editor();
    await typeCommand(page, "Slipway: Walk Through Your First Day");
    await done(editor(), "Check this machine");
    await pressStepButton(page, "Try the practice company", "Try the Practice Company");
    await typeChoice(page, "In Slipway's own folder");
    await page.waitForURL(/folder=.*practice-clones/, { timeout: 140_000 });
    await done(editor(), "Connect GitHub");
  });

  test("from the ticket over the clone to the preview", running, async () => {
    const { page } = editor();
    await pressStepButton(page, "Pick the starter ticket", "Pick a Ticket");
    await typeChoice(page, "#1 Show how long delivery takes");
    await done(editor(), "Pick the starter ticket");
    await pressStepButton(page, "Get your clone of production", "Start the Clone");
    await done(editor(), "Get your clone of production");
    await pressStepButton(page, "Solve it", "Apply the Prepared Fix");
    await done(editor(), "Solve it");
    await pressStepButton(page, "Ship it", "Ship");
    await typeAnswer(page, "Commit and Ship", "Show how long delivery takes");
    await expect.poll(() => statusText(page, status), { timeout: 100_000 }).toBe("Preview ready");
    await done(editor(), "Ship it");
    const opened = page.context().waitForEvent("page");
    await pressStepButton(page, "Look at the preview", "Open Preview");
    await (await opened).close();
    await done(editor(), "Look at the preview");
  });

  test("to production", running, async () => {
    const { page } = editor();
    await pressStepButton(page, "Merge it, and see it live", "Merge and Deploy");
    await pressDialog(page, "Merge and Deploy");
    await expect.poll(() => statusText(page, status), { timeout: 100_000 }).toBe("Live");
    await expect.poll(async () => (await walkthroughSteps(page)).every((step) => step.done)).toBe(true);
    const clone = new URL(page.url()).searchParams.get("folder") ?? "";
    const github = execFileSync("git", ["remote", "get-url", "origin"], { cwd: clone, encoding: "utf8" }).trim();
    await typeCommand(page, "Slipway: Stop the Practice Company…");
    await pressDialog(page, "Stop and Remove");
    await expect.poll(() => answers(github)).toBe(false);
  });
});

async function done({ page }: Editor, title: string): Promise<void> {
  await expect
    .poll(async () => (await walkthroughSteps(page)).filter((step) => step.done).map((step) => step.title), {
      timeout: 60_000,
    })
    .toContain(title);
}

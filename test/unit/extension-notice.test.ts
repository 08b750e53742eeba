import { describe, expect, test } from "vitest";
import { Problem } from "../../agent/problem.ts";
import { commandIds, editorCommandIds } from "../../extension/commands/ids.ts";
import { noticeOf } from "../../extension/notice.ts";
import { suggestMessage } from "../../extension/suggest-message.ts";

const uncommitted = new Problem({
  what: "There is uncommitted work",
  where: "src/shop.js",
  why: "what is shipped is a commit, and this would be left out",
  next: "Commit it.",
  code: "uncommitted-work",
}).toJSON();

describe("a problem as a notification", () => {
  test("says what, where and why, and its button instead of an advice", () => {
    expect(noticeOf(uncommitted)).toEqual({
      message: "There is uncommitted work (src/shop.js): what is shipped is a commit, and this would be left out.",
      buttons: [
        { title: "Commit and Ship", command: "slipway.ship" },
        { title: "Show Log", command: "slipway.showLog" },
      ],
    });
  });

  test("gives the advice where no button does what it says", () => {
    const { message } = noticeOf(new Problem({ what: "It broke", next: "Mend it." }).toJSON());
    expect(message).toBe("It broke. Mend it.");
  });

  test("of a run leads to the run", () => {
    const { buttons } = noticeOf(new Problem({ what: "A check failed", code: "check-failed" }).toJSON(), "ship");
    expect(buttons).toEqual([{ title: "Show Run", command: "slipway.showRun" }]);
  });

  test("tries again what failed, and not something else", () => {
    const missing = new Problem({ what: "X is not set", code: "credential-missing" }).toJSON();
    expect(noticeOf(missing, "ship").buttons[0]).toEqual({ title: "Try Again", command: "slipway.ship" });
    expect(noticeOf(missing, "release").buttons[0]).toEqual({ title: "Try Again", command: "slipway.mergeAndDeploy" });
  });

  test("says of a list its points, and of a command's output nothing", () => {
    const list = new Problem({
      what: "It cannot be shipped",
      why: "\n- No remote (/work)\n  Add it.\n- A rebase is not finished",
    });
    expect(noticeOf(list.toJSON()).message).toBe("It cannot be shipped: No remote (/work); A rebase is not finished.");
    const output = new Problem({ what: "A check failed", where: "tests", why: "tests:\nnot ok 3\n  at shop.js" });
    expect(noticeOf(output.toJSON()).message).toBe("A check failed (tests).");
  });

  test("stays short, and on one line, whatever the output was", () => {
    const why = `${"not ok ".repeat(100)}\n${"not ok ".repeat(100)}`;
    const { message } = noticeOf(new Problem({ what: "A check failed", why }).toJSON());
    expect(message.length).toBeLessThan(250);
    expect(message).not.toContain("\n");
  });

  test("has no button that does nothing", () => {
    for (const code of ["uncommitted-work", "on-base-branch", "agent-busy", "client-outdated", "no-folder"]) {
      for (const { command } of noticeOf(new Problem({ what: "x", code }).toJSON()).buttons) {
        expect([...commandIds, ...editorCommandIds]).toContain(command);
      }
    }
  });
});

test.each([
  ["12-show-what-is-in-stock", "Show what is in stock"],
  ["fix/12-show-stock", "Show stock"],
  ["tidy_up", "Tidy up"],
])("the branch %s suggests the message %s", (branch, message) => {
  expect(suggestMessage(branch)).toBe(message);
});

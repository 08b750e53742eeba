import { describe, expect, test } from "vitest";
import { closedTickets } from "../../agent/forge/live.ts";
import { proposalBody, relinked, stickyComment } from "../../agent/forge/proposal.ts";

const change = {
  commit: "1c5e9b53903092572c4b7619b05d510b1e17cdba",
  base: { branch: "main" },
  ticket: { number: 7, title: "Show the stock", reporter: "maya" },
  config: { preview: {} },
};
const proposal = {
  change,
  applied: ["001-stock"],
  checks: [{ name: "tests", passed: true, seconds: 2.04 }],
  preview: { url: "http://7.shop.localhost:4100" },
};

describe("what a pull request says", () => {
  test("its body closes the ticket", () => {
    expect(closedTickets(proposalBody(change))).toEqual([7]);
    expect(proposalBody({ ticket: undefined })).toBe("");
  });

  test("its comment holds the link, who can open it, and what was done", () => {
    const comment = stickyComment(proposal);
    expect(comment).toContain("(http://7.shop.localhost:4100)");
    expect(comment).toContain("on the machine of the author only");
    expect(comment).toContain("@maya");
    expect(comment).toContain("`001-stock`");
    expect(comment).toContain("| tests | passed in 2.0 s |");
  });

  test("what production says of the migrations stands in it, where they assert anything", () => {
    expect(stickyComment(proposal)).not.toContain("proved");
    const proof = {
      proved: ["orders (total | sum) is never NULL"],
      mended: [],
      notProved: ["a CHECK: not counted", "b"],
    };
    const comment = stickyComment({ ...proposal, proof });
    expect(comment).toContain("| proved in production | orders (total \\| sum) is never NULL |");
    expect(comment).toContain("| **not proved** in production | a CHECK: not counted<br>b |");
    expect(comment).not.toContain("mended");
  });

  test("a branch that was brought up to date says so", () => {
    expect(stickyComment(proposal)).not.toContain("was merged into");
    const updated = { ...change, updatedFrom: "0123456789abcdef" };
    expect(stickyComment({ ...proposal, change: updated })).toContain("main was merged into 01234567 for the release");
  });

  test("of a shared preview it says who can open it, and until when", () => {
    const preview = { url: "https://calm-owl.example.com", sharedFrom: "robin" };
    const comment = stickyComment({ ...proposal, preview });
    expect(comment).toContain("**[https://calm-owl.example.com](https://calm-owl.example.com)**");
    expect(comment).toContain("Anyone with the link can open it, while robin's machine is on.");
    expect(comment).not.toContain("author only");
  });

  test("its link can be replaced, and nothing else is", () => {
    const login = { ...change, config: { preview: { login: "as anybody" } } };
    const said = (preview: { url: string; sharedFrom?: string }) =>
      stickyComment({ ...proposal, change: login, preview });
    const [here, there] = [
      { url: "http://7.shop.localhost:4100" },
      { url: "https://a.example.com", sharedFrom: "robin" },
    ];
    expect(relinked(said(here), there)).toBe(said(there));
    expect(relinked(said(there), here)).toBe(said(here));
    expect(relinked("### Preview, without a link", there)).toBe("### Preview, without a link");
  });
});

test("all of GitHub's closing words are read, each ticket once", () => {
  expect(closedTickets("Fixes #1, closes #2\nResolved: #3 and fixed #1. See #4; prefix #5")).toEqual([1, 2, 3]);
});

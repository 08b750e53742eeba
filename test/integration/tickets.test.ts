/**
 * @module-tag git
 */
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseConfig } from "../../agent/config/parse-config.ts";
import { githubForge } from "../../agent/forge/github/github.ts";
import { openRepository } from "../../agent/repository/repository.ts";
import { quietContext } from "../../agent/run/quiet-context.ts";
import type { Services } from "../../agent/run/services.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import { beginTicket } from "../../agent/tickets/begin-ticket.ts";
import { listTickets } from "../../agent/tickets/list-tickets.ts";
import { type PracticeGitHub, practiceGitHub, token } from "../support/practice-github.ts";
import { shopConfig } from "../support/small-shop/shop-files.ts";
import { gitEnvironment } from "../support/small-shop/shop-github.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const marias = "ghp_practice0000000000000000000000000002";
let github: PracticeGitHub;

beforeAll(async () => {
  github = await practiceGitHub({ tokens: { [token]: "dev", [marias]: "maria" } });
});
afterAll(() => github?.stop());

/** A person with a clone of their own. */
async function person(as: string) {
  const clone = join(temporaryFolder(), "shop");
  await execa("git", ["clone", "--quiet", github.cloneUrl, clone], { env: gitEnvironment });
  const forge = githubForge({ remoteUrl: github.cloneUrl, token: new Secret(as) });
  const services = {
    repository: await openRepository(clone, { environment: { ...process.env, ...gitEnvironment } }),
    local: parseConfig(shopConfig(), "slipway.json"),
    forge: async () => forge,
    secret: async () => new Secret(as),
  } as Partial<Services> as Services;
  const branch = async () => (await execa("git", ["branch", "--show-current"], { cwd: clone })).stdout;
  const head = async () => (await execa("git", ["rev-parse", "HEAD"], { cwd: clone })).stdout;
  return {
    forge,
    branch,
    head,
    start: (ticket: number, signal?: AbortSignal) => beginTicket(services, ticket, quietContext(signal)),
    tickets: () => listTickets(forge, "Good First Issue"),
  };
}

test("a ticket whose beginning is cancelled has no branch", async () => {
  const dev = await person(token);
  await expect(dev.start(2, AbortSignal.abort())).rejects.toMatchObject({ name: "AbortError" });
  expect(await dev.branch()).toBe("main");
  expect((await dev.forge.ticket(2)).assignees).toEqual([]);
});

test("one ticket has one change: whoever begins it has it, and a second one is pointed at the first", async () => {
  const [dev, maria] = await Promise.all([person(token), person(marias)]);
  expect((await dev.tickets()).map(({ number, starter, mine }) => ({ number, starter, mine }))).toEqual([
    { number: 1, starter: true, mine: false },
    { number: 2, starter: false, mine: false },
  ]);

  const begun = await dev.start(2);
  expect(begun).toMatchObject({ branch: "2-round-prices", ticket: { assignees: ["dev"] } });
  expect(await dev.branch()).toBe("2-round-prices");
  expect((await dev.tickets()).map(({ number, mine }) => ({ number, mine }))).toEqual([
    { number: 2, mine: true },
    { number: 1, mine: false },
  ]);
  await expect(maria.start(2)).rejects.toMatchObject({ code: "ticket-taken", why: "dev works on it" });
  expect(await maria.branch()).toBe("main");

  const sha = await github.pushFile("2-round-prices", "prices.txt", "round\n");
  // What was pushed is gone on with, also before anybody has proposed it.
  const early = await person(token);
  expect((await early.start(2)).branch).toBe("2-round-prices");
  expect(await early.head()).toBe(sha);
  const proposed = await dev.forge.createPullRequest({
    title: "Round",
    body: "",
    head: "2-round-prices",
    base: "main",
  });
  const expected = { number: proposed.number, author: "dev", url: proposed.url };
  expect((await maria.tickets()).find(({ number }) => number === 2)?.pullRequest).toEqual(expected);
  await expect(maria.start(2)).rejects.toMatchObject({
    code: "ticket-taken",
    where: proposed.url,
    why: `dev proposes #${proposed.number} for it`,
  });

  // On another machine the same person goes on with what the pull request holds.
  const elsewhere = await person(token);
  expect((await elsewhere.start(2)).branch).toBe("2-round-prices");
  expect(await elsewhere.branch()).toBe("2-round-prices");
  // And whoever was assigned too may help.
  await maria.forge.assign(2, ["maria"]);
  await maria.start(2);
  expect(await maria.branch()).toBe("2-round-prices");
  expect((await maria.forge.pullRequest(proposed.number)).head.sha).toBe(sha);
});

test("a pull request under another name solves the ticket that its words close", async () => {
  const [dev, maria] = await Promise.all([person(token), person(marias)]);
  await github.pushFile("stock", "stock.txt", "12\n");
  const body = "Shows it.\n\nFixes #1";
  const proposed = await maria.forge.createPullRequest({ title: "Stock", body, head: "stock", base: "main" });
  await expect(dev.start(1)).rejects.toMatchObject({ code: "ticket-taken", where: proposed.url });
  // A first day's ticket that somebody solves is none any more.
  expect((await dev.tickets()).map(({ number }) => number)).toEqual([2, 1]);
});

import { afterAll, beforeAll, describe, expect } from "vitest";
import { requests } from "../../agent/protocol/messages.ts";
import { repositorySlug } from "../../agent/repository/slug.ts";
import type { Census } from "./census.ts";
import { leftBehind, takePicture } from "./left-behind.ts";
import { describeBreakages } from "./practice-journey/breakages.ts";
import { describePreparedFixes } from "./practice-journey/prepared-fixes.ts";
import { describeProposal } from "./practice-journey/proposal.ts";
import { describeRelease } from "./practice-journey/release.ts";
import { describeSeclusion } from "./practice-journey/seclusion.ts";
import { markedOnDocker, type RuntimeView } from "./runtime-view.ts";
import type { CommandResult } from "./slipway.ts";
import { slipwayHome } from "./slipway-home.ts";
import { type PracticeSetting, practiceCompany } from "./slipway-practice.ts";

/** What the parts of the journey are handed. Valid inside tests only. */
export interface Journey {
  readonly view: RuntimeView;
  shop(): PracticeSetting;
  /** The ship run of the starter ticket's fix. */
  shipped(): CommandResult;
}

/** Waiting for the turn on Docker included. */
const foundingLimit = 900_000;

/**
 * A new hire's first day on a runtime, as tests: the starter ticket's fix ships, broken fixes do not, the fix goes live.
 * They build on one another, in the order in which they stand.
 * @param broken the fixes that must fail here; each on one runtime, for what they meet is the same on both.
 */
export function describePracticeJourney(view: RuntimeView, broken: readonly string[], tags: string[]): void {
  describe(`the practice company on ${view.runtime}`, { tags }, () => {
    let before: Census | undefined;
    let shop: PracticeSetting | undefined;
    let shipped: CommandResult | undefined;
    const journey: Journey = {
      view,
      shop: () => shop ?? fail("the company was not founded"),
      shipped: () => shipped ?? fail("nothing was shipped"),
    };

    beforeAll(async () => {
      before = await takePicture();
      shop = await practiceCompany(await slipwayHome(), view.runtime);
      await shop.slipway(["start", String(shop.company.ticket)]);
      const { directory, client, home } = shop;
      await client.request(requests.practiceSolve, {
        directory,
        environment: home.environment,
        ticket: shop.company.ticket,
      });
      shipped = await shop.slipway(["ship", "--commit", "Show how long delivery takes"]);
    }, foundingLimit);

    describeProposal(journey);
    if (view.runtime === "docker") describeSeclusion(journey);
    describeBreakages(journey, broken);
    describeRelease(journey);
    if (view.runtime === "process") describePreparedFixes(journey);

    afterAll(async () => {
      if (!before || !shop) return;
      await shop.remove();
      const { id, repository: name } = shop.company;
      // Beside the process runtime, another test may have its practice company on Docker.
      const repository = view.runtime === "docker" ? markedOnDocker(shop.home, repositorySlug(name)) : undefined;
      expect(await leftBehind(before, { home: shop.home, companies: [id], repository })).toEqual([]);
    }, 180_000);
  });
}

function fail(why: string): never {
  throw new Error(why);
}

import { describe, expect, test } from "vitest";
import { requests } from "../../../agent/protocol/messages.ts";
import { getPage } from "../get-page.ts";
import type { Journey } from "../practice-journey.ts";
import { stageOutput, stageStatuses } from "../run-result.ts";
import { allSucceeded } from "./proposal.ts";

/** The other tickets that come with a fix: begun by their numbers, solved and shipped, each in a clone of its own. */
export function describePreparedFixes({ shop }: Journey): void {
  async function shipped(ticket: number) {
    const { anotherClone, client, home } = shop();
    const clone = await anotherClone(`ticket-${ticket}`);
    expect(await clone.slipway(["start", String(ticket)])).toMatchObject({ exitCode: 0 });
    const place = { directory: clone.directory, environment: home.environment };
    expect(await client.request(requests.practiceSolve, { ...place, ticket })).toEqual({ applied: true });
    return { ...clone, result: await clone.slipway(["ship", "--commit", `Solve #${ticket}`]) };
  }

  describe("a prepared fix", () => {
    test("of a page alone ships, and shows in the preview", async () => {
      const { result, slipway } = await shipped(4);
      expect(stageStatuses(result)).toEqual(allSucceeded);
      expect(stageOutput(result, "migrate")).toMatchObject({ applied: [] });
      const { localUrl } = stageOutput<{ localUrl: string }>(result, "preview");
      const [, order] = /href="(\/orders\/\d+)"/.exec((await getPage(`${localUrl}/orders`)).text) ?? [];
      expect((await getPage(`${localUrl}${order}`)).text).toContain('<a href="mailto:');
      await slipway(["preview", "stop"]);
    });

    test("that mends what production has and the clone has not ships, and says so", async () => {
      const { result, slipway } = await shipped(5);
      expect(stageStatuses(result)).toEqual({ ...allSucceeded, prove: "succeeded" });
      expect(stageOutput(result, "prove")).toEqual({
        proved: [],
        mended: [
          "reviews (customer_id, product_id) is unique: in production 2 values of reviews (customer_id, product_id) occur more than once, in 4 rows, which the migration mends",
        ],
        notProved: [],
      });
      await slipway(["preview", "stop"]);
    });

    test("is none for a ticket that is left to whoever takes it", async () => {
      const { client, home, directory } = shop();
      const place = { directory, environment: home.environment };
      await expect(client.request(requests.practiceSolve, { ...place, ticket: 2 })).rejects.toMatchObject({
        code: "no-prepared-fix",
        next: "Solve it yourself; prepared are those of #1, #4, #5.",
      });
    });
  });
}

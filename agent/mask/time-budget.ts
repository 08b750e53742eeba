import type { Client } from "pg";

/** Time that may yet be spent on what production need not answer. */
export interface TimeBudget {
  /**
   * Asks within the time that is left, and within one question's share of it.
   * @returns undefined where the time ends first. The transaction stays usable.
   */
  ask<T>(client: Client, question: () => Promise<T>): Promise<T | undefined>;
}

const canceled = "57014";

/** @param ms of all questions together; @param mostMs of one. */
export function timeBudget(ms: number, mostMs: number): TimeBudget {
  let left = ms;
  return {
    async ask(client, question) {
      const limit = Math.min(left, mostMs);
      if (limit < 1) return undefined;
      const begun = performance.now();
      await client.query(`SAVEPOINT timed; SET LOCAL statement_timeout = ${Math.ceil(limit)}`);
      const answer = await question().catch((error: unknown) => {
        // The session may be gone; the first error says why.
        if (!(error instanceof Error && "code" in error && error.code === canceled)) throw error;
        return undefined;
      });
      left -= performance.now() - begun;
      // Takes the timeout back as well; there is nothing else to keep of a question.
      await client.query("ROLLBACK TO timed; RELEASE timed");
      return answer;
    },
  };
}

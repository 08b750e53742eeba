import { expect } from "vitest";
import type { Connection } from "../../agent/database/connection.ts";
import { sql } from "./sql.ts";

/** Expects that a query gives the same rows in both databases, and that there are some. */
export async function expectSame(one: Connection, other: Connection, query: string): Promise<void> {
  const [here, there] = await Promise.all([sql(one, query), sql(other, query)]);
  expect(there).toEqual(here);
  expect(here.length).toBeGreaterThan(0);
}

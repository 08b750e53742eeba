import { createHash } from "node:crypto";
import { dataSteps } from "./fill.ts";
import { migrationsAsSql } from "./migrations.ts";

/** Raised when the code around the SQL changes what is made. */
const EDITION = 1;

/**
 * Names everything that production is made of: the same name, the same production.
 * @param server what the data can be read by: an image's id or a server's version.
 */
export async function recipeHash(server: string): Promise<string> {
  const hash = createHash("sha256").update(`${EDITION}\n${server}\n${process.arch}\n`);
  hash.update(await migrationsAsSql());
  for (const { name, sql } of await dataSteps()) hash.update(`\n-- ${name}\n${sql}`);
  return hash.digest("hex").slice(0, 20);
}

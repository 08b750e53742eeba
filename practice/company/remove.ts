import { rm } from "node:fs/promises";
import { productionOf } from "../database/production.ts";
import { readCompany } from "./company.ts";
import { stopHolder } from "./lock.ts";

/** Takes the company down, running or not, with everything that it holds. The cache stays. Twice is as good as once. */
export async function removeCompany(stateDir: string): Promise<void> {
  await stopHolder(stateDir);
  await removeFounded(stateDir);
  await rm(stateDir, { recursive: true, force: true });
}

/** The same for the process that runs the company itself: its lock stays in the state directory. */
export async function removeFounded(stateDir: string): Promise<void> {
  const company = await readCompany(stateDir);
  if (company) await productionOf(company).remove();
  for (const name of ["git", "github", "fixes", "company.json"]) {
    await rm(`${stateDir}/${name}`, { recursive: true, force: true });
  }
}

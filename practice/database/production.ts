import type { Company } from "../company/company.ts";
import { dockerProduction } from "./docker/docker-production.ts";
import { processProduction } from "./process/process-production.ts";
import type { ProductionDatabase } from "./production-database.ts";

/**
 * The company's production database.
 * @param cacheDir where the process runtime keeps copies; only needed to start.
 */
export function productionOf(company: Company, cacheDir?: string): ProductionDatabase {
  const { id, database } = company;
  if (company.runtime === "docker") return dockerProduction({ id, ...database });
  if (!database.directory) throw new Error("The company's state does not say where its database is.");
  return processProduction({ ...database, directory: database.directory, cacheDir });
}

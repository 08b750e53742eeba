import type { ShopTarget } from "../company/shop-config.ts";
import type { Founding } from "../work.ts";

/** Where the company's production database runs: one implementation for Docker, one for plain processes. */
export interface ProductionDatabase {
  /** Makes it (or copies it from the cache) where it is not there, starts it, and waits until it answers. */
  start(work: Founding): Promise<ProductionReach>;
  /** Stops the server and keeps the data. */
  stop(): Promise<void>;
  /** Takes away everything but the cache, running or not. */
  remove(): Promise<void>;
  /** The `target` for slipway.json. */
  target(): Promise<ShopTarget>;
  /** The image that the app is built on, where it is not the Dockerfile's own. */
  nodeImage(): Promise<string | undefined>;
}

export interface ProductionReach {
  readonly productionDatabaseUrl: string;
  readonly productionAppDatabaseUrl: string;
  readonly productionNetwork: string | null;
}

/** The role that owns production's database, and the database's name. */
export const OWNER = "shop";

export function databaseUrl(host: string, port: number, password: string): string {
  return `postgres://${OWNER}:${encodeURIComponent(password)}@${host}:${port}/${OWNER}`;
}

/** What both kinds of target have in common. */
export const commonTarget = {
  database: { env: "PRODUCTION_DATABASE_URL" },
  env: { DATABASE_URL: { env: "PRODUCTION_APP_DATABASE_URL" } },
  backup: "dump",
} as const;

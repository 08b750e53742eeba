import type { Config } from "../config/schema/config.ts";
import type { DetectedApp } from "./detect-app.ts";

/** A configuration in which nothing about the app is open any more, but for a Dockerfile that does not exist. */
export type SettledConfig = Omit<Config, "app" | "checks"> & {
  readonly app: Config["app"] & {
    readonly build: { readonly context: string };
    readonly port: number;
    readonly health: string;
    readonly database: readonly string[];
  };
  readonly checks: NonNullable<Config["checks"]>;
};

/** Fills what slipway.json leaves open with what was detected, and what nobody knows with the usual. */
export function applyDetected(config: Config, found: DetectedApp): SettledConfig {
  const { app } = config;
  const { place } = found;
  const database = found.database.length > 0 ? [...found.database] : ["DATABASE_URL"];
  return {
    ...config,
    app: {
      ...app,
      build: { ...app.build, context: place.context, dockerfile: app.build.dockerfile ?? place.dockerfile },
      port: app.port ?? found.port ?? 3000,
      health: app.health ?? found.health ?? "/",
      database: app.database ?? database,
    },
    checks: config.checks ?? found.checks.map(({ missing: _, ...check }) => check),
  };
}

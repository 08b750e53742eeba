import type { Config } from "../config/schema/config.ts";
import type { Connection } from "../database/connection.ts";
import type { Forge } from "../forge/forge.ts";
import type { Places } from "../places.ts";
import type { Shares } from "../preview/share/shares.ts";
import type { Repository } from "../repository/repository.ts";
import type { Runtime } from "../runtime/runtime.ts";
import type { Value } from "../secrets/resolve-value.ts";
import type { Secret } from "../secrets/secret.ts";
import type { Target } from "../target/target.ts";
import type { StageContext } from "./stage.ts";

/** What a secret is granted for. A secret of one purpose never serves another. */
export type Purpose = "source" | "target" | "forge" | "app";

/**
 * The rooms as a run's stages see them. Made by compose.ts for one run; stages get it from their plan and name no
 * implementation.
 */
export interface Services {
  readonly repository: Repository;
  readonly runtime: Runtime;
  readonly places: Places;
  /** The previews that others can reach. */
  readonly shares: Shares;
  /** The allow-listed part of the environment of whoever asked. */
  readonly environment: Readonly<Record<string, string>>;
  /** slipway.json as it stands in the working tree: good for finding the remote and the base, and for nothing else. */
  readonly local: Config;
  /** slipway.json's path inside the repository. */
  readonly configPath: string;
  /** Build arguments that the runtime proposes, such as the base image of this machine. */
  readonly buildDefaults: () => Promise<Readonly<Record<string, string>>>;
  forge(config: Config, context: StageContext): Promise<Forge>;
  secret(value: Value, purpose: Purpose, context: StageContext): Promise<Secret>;
  /** The production database that rows are read from. */
  source(config: Config, context: StageContext): Promise<Connection>;
  target(config: Config, context: StageContext): Promise<Target>;
  /** The changes that have a run going on. */
  busyChanges(): readonly string[];
  /** Begins a run that makes the snapshot anew. @returns its id. */
  refreshSnapshot(): Promise<string>;
}

import type { Places } from "../../places.ts";
import type { Sink } from "./output.ts";

/** What the command line stands in; main.ts takes it from the process. */
export interface Surroundings {
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** The folder that the command was given in. */
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Where Ctrl-C and the like arrive. */
  readonly signals: Pick<NodeJS.EventEmitter, "on" | "off">;
  readonly build: string;
  /** dist/agent.js */
  readonly agentFile: string;
  findPlaces(): Places;
  /** Hosts the agent in this process, for `--foreground`. */
  hostAgent(places: Places): Promise<{ stop(): Promise<void> }>;
  /** The code that the process is to end with. */
  exit(code: number): void;
}

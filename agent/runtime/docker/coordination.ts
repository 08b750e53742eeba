import type { Engine } from "./engine.ts";
import { type Exclusive, keyedLock } from "./keyed-lock.ts";
import { type Networks, networks } from "./networks.ts";

/** What all runtimes on one Engine have in common, lest one takes away what another has just made. */
export interface Coordination {
  readonly exclusive: Exclusive;
  readonly networks: Networks;
}

export function coordinate({ docker }: Engine): Coordination {
  const exclusive = keyedLock();
  return { exclusive, networks: networks(docker, exclusive) };
}

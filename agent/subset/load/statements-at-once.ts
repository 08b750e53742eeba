import { availableParallelism } from "node:os";

/**
 * How many statements about many small tables run beside each other on the target, which is mostly on this machine. Each
 * session reads for itself what the catalogue says of every table that it touches, so more than there are processors for
 * make the whole slower.
 */
export const statementsAtOnce = Math.min(4, Math.max(2, availableParallelism()));

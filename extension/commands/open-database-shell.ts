import type { Parts } from "../parts.ts";
import type { Row } from "../views/row.ts";
import { openTerminal } from "./open-terminal.ts";
import { bringUpClone } from "./start-clone.ts";

/**
 * Opens a terminal with psql on a change's clone; the current one's is started first where it does not run. The command
 * line opens the shell, so that the clone's password is nowhere in the editor.
 */
export async function openDatabaseShell(parts: Parts, row?: Row): Promise<void> {
  const here = parts.model.picture.repository?.change;
  const change = row?.about?.change ?? here;
  // Only the change that is checked out can be given a clone.
  if (change === here && (await bringUpClone(parts)) === undefined) return;
  openTerminal(parts, {
    name: change === undefined ? "Clone" : `Clone of ${change}`,
    icon: "database",
    command: ["clone", "psql", ...(change === undefined ? [] : ["--change", change])],
  });
}

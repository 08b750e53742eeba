import type { Picture } from "../picture.ts";
import { placeOf } from "../place.ts";
import type { CommandId } from "./ids.ts";

/** What starts no agent, and asks nothing of one. */
const harmless: ReadonlySet<CommandId> = new Set<CommandId>([
  "slipway.showActions",
  "slipway.openWalkthrough",
  "slipway.showLog",
  "slipway.forgetCredentials",
]);

/**
 * Keeps all that needs the agent from a folder that is not trusted: what its files name is read even where nothing is
 * run. The palette does not offer it there; links, buttons and key bindings do.
 * @throws Problem "untrusted".
 */
export function requireTrust(id: CommandId, picture: Picture): void {
  // A window without a folder has nothing that could be distrusted.
  const untrusted = picture.connection.kind === "untrusted" && picture.folder !== undefined;
  if (untrusted && !harmless.has(id)) placeOf(picture);
}

import type { CommandResult } from "./slipway.ts";

/**
 * Removes all that Slipway keeps of a repository but production: also the previews and clones of changes that go on,
 * which no `clean` takes.
 * @param slipway runs the command line in a clone of it.
 */
export async function cleanEverything(slipway: (args: readonly string[]) => Promise<CommandResult>): Promise<void> {
  const listed = [await slipway(["preview", "list"]), await slipway(["clone", "list"])];
  const changes = listed.flatMap(({ lines }) => lines).flatMap(({ change }) => (change ? [String(change)] : []));
  for (const change of new Set(changes)) await slipway(["preview", "stop", change]);
  await slipway(["clean", "--all"]);
}

import type { AppPlace } from "./app-place.ts";

/** A command line of the app's own as the image runs it: in the app's folder. */
export function appCommand({ commandFolder }: Pick<AppPlace, "commandFolder">, command: string): string {
  return commandFolder === "." ? command : `cd '${commandFolder}' && ${command}`;
}

import { join } from "node:path";
import { runEnvironment } from "../agent/client/environment.ts";
import { Problem } from "../agent/problem.ts";
import type { Picture } from "./picture.ts";

/** What the agent may see of the extension host's environment. */
export function environment(): Record<string, string> {
  return runEnvironment(process.env);
}

export interface FolderPlace {
  readonly directory: string;
  /** slipway.json's path from the repository's root; undefined for the usual one. */
  readonly config: string | undefined;
  readonly environment: Record<string, string>;
}

/** Where a request about the window's folder is about. @throws Problem where there is no folder, or no trust in it. */
export function placeOf({ folder, config, connection }: Picture): FolderPlace {
  if (folder === undefined) {
    throw new Problem({
      what: "No folder is open",
      next: "Open a clone of your repository, or try the practice company.",
      code: "no-folder",
    });
  }
  if (connection.kind === "untrusted") {
    throw new Problem({
      what: "The folder is not trusted",
      where: folder,
      why: "what is shipped is built and run on this machine",
      next: "Trust the folder, then try again.",
      code: "untrusted",
    });
  }
  return { directory: folder, config, environment: environment() };
}

/** The file that slipway.json is, or is to be: the folder may lie below the repository's root. */
export function configFileOf({ folder, config, repository }: Picture): string | undefined {
  const root = repository?.root ?? folder;
  return root === undefined ? undefined : join(root, config ?? "slipway.json");
}

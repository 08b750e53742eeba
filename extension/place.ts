import { runEnvironment } from "../agent/client/environment.ts";
import { Problem } from "../agent/problem.ts";
import type { Picture } from "./picture.ts";

/** What the agent may see of the extension host's environment. */
export function environment(): Record<string, string> {
  return runEnvironment(process.env);
}

/** Where a request about the window's folder is about. @throws Problem where there is no folder, or no trust in it. */
export function placeOf({ folder, connection }: Picture): { directory: string; environment: Record<string, string> } {
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
  return { directory: folder, environment: environment() };
}

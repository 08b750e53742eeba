import { existsSync } from "node:fs";
import { Problem } from "../../agent/problem.ts";
import { aptInstall, canApt } from "./apt.ts";

const candidates = ["/usr/bin/docker-registry", "/usr/local/bin/registry", "/opt/homebrew/bin/registry"];

/** The registry of images that tests push to: a usual place, undefined where there is none. */
export function findImageRegistry(): string | undefined {
  return candidates.find((path) => existsSync(path));
}

/**
 * Installs Debian's registry of images (CNCF Distribution) where none is found.
 * @throws Problem on a machine whose packages are not ours to install.
 */
export async function ensureImageRegistry(): Promise<void> {
  if (findImageRegistry()) return;
  if (!canApt()) {
    throw new Problem({
      what: "The registry of images is missing",
      why: "packages are installed only on Debian, as root",
      next: "Install CNCF Distribution (github.com/distribution/distribution) as /usr/local/bin/registry.",
    });
  }
  await aptInstall("docker-registry");
}

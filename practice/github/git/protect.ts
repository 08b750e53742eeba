import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Writes the hooks that hold for whoever pushes over HTTP: the default branch moves by merging only.
 * Nobody pushes what GitHub keeps of pull requests. Branches beside it in the same push still arrive.
 */
export async function writeHooks(folder: string, protectedBranch: string): Promise<void> {
  const script = `#!/bin/sh
if [ "$1" = "refs/heads/${protectedBranch}" ]; then
  echo "error: GH006: Protected branch update failed for $1." >&2
  echo "error: Nobody pushes to ${protectedBranch}: open a pull request." >&2
  exit 1
fi
case "$1" in
  refs/pull/*)
    echo "error: deny updating a hidden ref" >&2
    exit 1
    ;;
esac
`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "update"), script, { mode: 0o755 });
}

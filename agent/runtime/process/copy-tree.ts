import { execa } from "execa";
import { Problem } from "../../problem.ts";

/** Copies a directory to a path that does not exist, owners and modes kept, sharing the blocks where the disk can. */
export async function copyTree(from: string, to: string, signal: AbortSignal): Promise<void> {
  const options = process.platform === "darwin" ? ["-cpR"] : ["-a", "--reflink=auto"];
  const { exitCode, stderr } = await execa("cp", [...options, from, to], { cancelSignal: signal, reject: false });
  signal.throwIfAborted();
  if (exitCode !== 0)
    throw new Problem({ what: "A directory could not be copied", where: from, why: String(stderr).slice(-1000) });
}

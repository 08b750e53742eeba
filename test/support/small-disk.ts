import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { onTestFinished } from "vitest";

/** Only root may mount a file system of its own. */
export const canMount = process.platform === "linux" && process.getuid?.() === 0;

/** A disk of 256 KiB at a folder, which a test fills and empties; it goes when the test ends. */
export async function smallDisk(folder: string): Promise<{ fill(): void; empty(): void }> {
  mkdirSync(folder, { recursive: true });
  await execa("mount", ["-t", "tmpfs", "-o", "size=256k,mode=0700", "slipway-test", folder]);
  // An agent that has ended holds its socket there for a moment longer.
  onTestFinished(async () => void (await execa("umount", ["--lazy", folder])));
  const ballast = join(folder, "ballast");
  return {
    fill: () => {
      const { bfree, bsize } = statfsSync(folder);
      writeFileSync(ballast, Buffer.alloc(bfree * bsize));
    },
    empty: () => rmSync(ballast),
  };
}

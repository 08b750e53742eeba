import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { describe, expect, test } from "vitest";
import type { RunSpec } from "../../../agent/runtime/runtime.ts";
import { Secret } from "../../../agent/secrets/secret.ts";
import type { Setting } from "../runtime-contract.ts";
import { watched } from "./setting.ts";

/** Runs: exit codes are results, output streams, a cancel kills, nothing stays. */
export function describeRuns(setting: Setting): void {
  describe("runs", () => {
    const spec = (command: string, more: Partial<RunSpec> = {}): RunSpec => ({
      owner: { repo: setting.repo, change: "runs" },
      name: "check",
      artifact: setting.app(),
      command,
      env: {},
      ...more,
    });

    test("a command's output and exit code come back", async () => {
      const work = watched();
      const exit = await setting.runtime().workloads.run(spec("echo to stdout; echo to stderr >&2; exit 3"), work);
      expect(exit).toMatchObject({ exitCode: 3, outOfMemory: false });
      for (const text of ["to stdout", "to stderr"]) {
        expect(exit.tail).toContain(text);
        expect(work.logged()).toContain(text);
      }
    }, 30_000);

    test("the tail is the end of the output, at most 64 KiB", async () => {
      const script = "for (let i = 0; i < 20000; i++) console.log('line ' + i)";
      const exit = await setting.runtime().workloads.run(spec(`node -e "${script}"`), watched());
      expect(exit.exitCode).toBe(0);
      expect(Buffer.byteLength(exit.tail)).toBeLessThanOrEqual(64 * 1024);
      expect(exit.tail.trimEnd().endsWith("line 19999")).toBe(true);
      expect(exit.tail.length).toBeGreaterThan(32 * 1024);
    }, 30_000);

    test("a command sees the environment it was given, secrets revealed, and runs in the app's directory", async () => {
      const env = { PLAIN: "seen", HIDDEN: new Secret("tell nobody") };
      const exit = await setting.runtime().workloads.run(spec('echo "$PLAIN $HIDDEN"; ls', { env }), watched());
      expect(exit.tail).toContain("seen tell nobody");
      expect(exit.tail).toContain("server.mjs");
    }, 30_000);

    test("the agent's own environment does not leak into a command", async () => {
      process.env.SLIPWAY_TEST_LEAK = "leaked";
      const exit = await setting.runtime().workloads.run(spec('echo "<$SLIPWAY_TEST_LEAK>"'), watched());
      delete process.env.SLIPWAY_TEST_LEAK;
      expect(exit.tail).toContain("<>");
    }, 30_000);

    test("a cancelled run is killed and leaves nothing", async () => {
      const before = await setting.traces();
      const work = watched();
      work.cancelOn("begun");
      const since = Date.now();
      const run = setting.runtime().workloads.run(spec("trap '' TERM; echo begun; sleep 60; sleep 60"), work);
      await expect(run).rejects.toMatchObject({ name: "AbortError" });
      expect(Date.now() - since).toBeLessThan(15_000);
      await expect.poll(() => leftOf(setting, before), { timeout: 10_000 }).toEqual([]);
    }, 40_000);

    test("a run without egress has no way out, where the runtime promises that", async ({ skip }) => {
      const { capabilities, workloads } = setting.runtime();
      const outside = externalAddress();
      if (!capabilities.egressDeny || !outside) return skip("the runtime does not deny egress");
      const server = createServer().listen(0, "0.0.0.0");
      await new Promise((resolve) => server.once("listening", resolve));
      const command = `node reach.mjs ${outside} ${(server.address() as AddressInfo).port}`;
      const denied = await workloads.run(spec(command), watched());
      const allowed = await workloads.run(spec(command, { egress: true }), watched());
      server.close();
      expect(denied).toMatchObject({ exitCode: 1 });
      expect(allowed).toMatchObject({ exitCode: 0 });
    }, 40_000);

    test("a run that takes too much memory says so, where the runtime limits it", async ({ skip }) => {
      const { capabilities, workloads } = setting.runtime();
      if (!capabilities.limits) return skip("the runtime does not limit memory");
      const limits = { memoryBytes: 96 * 1024 * 1024 };
      const hog = spec(`node -e "const all = []; for (;;) all.push(Buffer.alloc(1e7, 1))"`, { limits });
      const exit = await workloads.run(hog, watched());
      expect(exit.outOfMemory).toBe(true);
      expect(exit.exitCode).not.toBe(0);
    }, 40_000);
  });
}

async function leftOf(setting: Setting, before: string[]): Promise<string[]> {
  return (await setting.traces()).filter((name) => !before.includes(name) && !name.startsWith("network "));
}

function externalAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return all.find(({ family, internal }) => family === "IPv4" && !internal)?.address;
}

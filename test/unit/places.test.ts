import { chmodSync, rmSync, statSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { findPlaces } from "../../agent/places.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Longer than a socket's path may be. */
const deep = "x".repeat(100);

describe.skipIf(process.platform === "win32")("the agent's address", () => {
  test.each(["near", deep])("is the same whatever the environment says of other folders: %s", (name) => {
    const home = join(temporaryFolder(), name);
    const { socket } = findPlaces({ SLIPWAY_HOME: home });
    onTestFinished(() => removeIfElsewhere(socket, home));
    expect(Buffer.byteLength(socket)).toBeLessThanOrEqual(103);
    for (const variable of ["XDG_RUNTIME_DIR", "TMPDIR"]) {
      vi.stubEnv(variable, temporaryFolder());
      onTestFinished(() => void vi.unstubAllEnvs());
      expect(findPlaces({ SLIPWAY_HOME: home, [variable]: process.env[variable] }).socket).toBe(socket);
    }
  });

  test("is the same by whatever path the state is reached", () => {
    const home = join(temporaryFolder(), deep);
    const { socket } = findPlaces({ SLIPWAY_HOME: home });
    onTestFinished(() => removeIfElsewhere(socket, home));
    const link = join(temporaryFolder(), "link");
    symlinkSync(home, link);
    expect(findPlaces({ SLIPWAY_HOME: link }).socket).toBe(socket);
  });

  test("is in a folder of the person's own, or nowhere", () => {
    const home = join(temporaryFolder(), deep);
    const { socket } = findPlaces({ SLIPWAY_HOME: home });
    onTestFinished(() => removeIfElsewhere(socket, home));
    expect(statSync(dirname(socket)).mode & 0o777).toBe(0o700);
    chmodSync(dirname(socket), 0o777);
    expect(() => findPlaces({ SLIPWAY_HOME: home })).toThrow("The agent's socket has no safe place");
    rmSync(dirname(socket), { recursive: true });
    symlinkSync(temporaryFolder(), dirname(socket));
    expect(() => findPlaces({ SLIPWAY_HOME: home })).toThrow("The agent's socket has no safe place");
  });
});

function removeIfElsewhere(socket: string, home: string): void {
  if (!socket.startsWith(home)) rmSync(dirname(socket), { recursive: true, force: true });
}

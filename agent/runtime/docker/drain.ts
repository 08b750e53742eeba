import { setTimeout as delay } from "node:timers/promises";
import type Docker from "dockerode";
import { execScript } from "./exec-script.ts";

const PAUSE_MS = 200;

/**
 * Waits until the gateway has no connection to an app any more. It keeps none open without a request, so that each is
 * a request under way (or a websocket: those are cut when the time is over).
 */
export async function drain(
  gateway: Docker.Container,
  app: Docker.ContainerInspectInfo,
  port: number,
  seconds: number,
) {
  const addresses = Object.values(app.NetworkSettings.Networks).map(({ IPAddress }) => IPAddress);
  const wanted = addresses.filter(Boolean).map((address) => `${kernelAddress(address)}:${hex(port, 4)}`);
  const deadline = Date.now() + seconds * 1000;
  do {
    // A request that was let in a moment ago may not have its connection yet.
    await delay(PAUSE_MS);
    const { stdout } = await execScript(gateway, "cat /proc/net/tcp /proc/net/tcp6 2>/dev/null; true");
    if (!establishedPeers(stdout).some((peer) => wanted.some((address) => peer.endsWith(address)))) return;
  } while (Date.now() < deadline);
}

/** The peers of established connections, as the kernel writes them. Columns: number, local, remote, state. */
function establishedPeers(table: string): string[] {
  const rows = table.split("\n").map((line) => line.trim().split(/\s+/));
  return rows.flatMap(([, , remote, state]) => (state === "01" && remote ? [remote] : []));
}

/** 172.18.0.3 is 030012AC: hexadecimal, the last byte first. */
function kernelAddress(address: string): string {
  return address
    .split(".")
    .map((byte) => hex(Number(byte), 2))
    .reverse()
    .join("");
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}

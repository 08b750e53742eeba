import { execFileSync, spawn } from "node:child_process";
import { existsSync, openSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { aptInstall, canApt } from "./apt.ts";

const SOCKET = "/var/run/docker.sock";
const LOG = "/var/log/dockerd.log";
const START_SECONDS = 60;

/**
 * Makes sure that a Docker Engine answers on this machine: installs Debian's and starts it where that is possible
 * (root, apt), and otherwise throws an error that says what to install. Does nothing when one answers already.
 */
export async function ensureDockerEngine(): Promise<void> {
  if (process.env.DOCKER_HOST || (await answers())) return;
  if (!existsSync("/usr/sbin/dockerd")) {
    if (!canApt()) throw new Error(`No Docker Engine answers on ${SOCKET}. ${whatToInstall()}`);
    await aptInstall("docker.io");
    // The package's own service may have started it.
    if (await answers()) return;
  }
  if (process.getuid?.() !== 0) throw new Error(`The Docker Engine is not running. ${whatToInstall()}`);
  if (existsSync("/run/systemd/system")) execFileSync("systemctl", ["start", "docker"], { stdio: "pipe" });
  else startDetached();
  await untilItAnswers();
}

function startDetached(): void {
  removeStalePidFile("/var/run/docker.pid", "dockerd");
  removeStalePidFile("/var/run/docker/containerd/containerd.pid", "containerd");
  const log = openSync(LOG, "a");
  spawn("dockerd", ["--host", `unix://${SOCKET}`], { detached: true, stdio: ["ignore", log, log] }).unref();
}

async function untilItAnswers(): Promise<void> {
  const deadline = Date.now() + START_SECONDS * 1000;
  while (!(await answers())) {
    if (Date.now() > deadline) {
      const end = readFileSync(LOG, "utf8").trimEnd().split("\n").slice(-10).join("\n");
      throw new Error(`The Docker Engine did not start within ${START_SECONDS} s. The end of ${LOG}:\n${end}`);
    }
    await delay(100);
  }
}

/** Asks over the socket, because the `docker` command may not be there and takes ten times as long. */
function answers(): Promise<boolean> {
  return new Promise((resolve) => {
    const ping = request({ socketPath: SOCKET, path: "/_ping", timeout: 2_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ping.on("timeout", () => ping.destroy());
    ping.on("error", () => resolve(false));
    ping.end();
  });
}

/** A killed engine leaves its pid behind; once another process has that pid, dockerd refuses to start. */
function removeStalePidFile(file: string, program: string): void {
  if (!existsSync(file)) return;
  const commandLine = `/proc/${readFileSync(file, "utf8").trim()}/cmdline`;
  if (existsSync(commandLine) && readFileSync(commandLine, "utf8").includes(program)) return;
  rmSync(file, { force: true });
}

function whatToInstall(): string {
  if (process.platform === "darwin" || process.platform === "win32")
    return "Install Docker Desktop (https://docs.docker.com/desktop) and start it.";
  return "Install Docker Engine (https://docs.docker.com/engine/install), start it, and add yourself to the group docker.";
}

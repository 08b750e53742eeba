import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import Docker from "dockerode";
import { execa } from "execa";

/** A Docker Engine of a test's own, which may be stopped: the machine's never is. Linux, and root, only. */
export interface PrivateEngine {
  /** For DOCKER_HOST. */
  readonly host: string;
  readonly docker: Docker;
  start(): Promise<void>;
  /** As the machine's service manager stops it: its containers end too. */
  stop(): Promise<void>;
  /** Copies an image of the machine's Engine into it. */
  take(image: string, from: Docker): Promise<void>;
  remove(): Promise<void>;
}

const patience = 60_000;

export async function startPrivateEngine(): Promise<PrivateEngine> {
  // Outside of the temporary directory, whose files the census lists one by one.
  const folder = await mkdtemp("/var/lib/slipway-test-engine-");
  const socketPath = join(folder, "docker.sock");
  const docker = new Docker({ socketPath });
  // Builds run on the Engine's default bridge, and the machine's own has the usual name.
  const bridge = `slipway-t${process.pid % 10_000}`;
  await execa("ip", ["link", "add", "name", bridge, "type", "bridge"]);
  await execa("ip", ["address", "add", "10.213.0.1/24", "dev", bridge]);
  await execa("ip", ["link", "set", bridge, "up"]);
  const letThrough = await letBridgedTrafficThrough(bridge);
  let daemon: ChildProcess | undefined;

  const start = async () => {
    const log = await open(join(folder, "log"), "a");
    daemon = spawn("dockerd", optionsFor(folder, socketPath, bridge), { stdio: ["ignore", log.fd, log.fd] });
    await log.close();
    for (const end = Date.now() + patience; !(await answers(docker)); await delay(50)) {
      if (daemon.exitCode === null && Date.now() < end) continue;
      throw new Error(`dockerd did not start:\n${(await readFile(join(folder, "log"), "utf8")).slice(-3000)}`);
    }
  };
  const stop = async () => {
    if (!daemon || daemon.exitCode !== null || daemon.signalCode !== null) return;
    const ended = once(daemon, "exit");
    daemon.kill("SIGTERM");
    await ended;
  };

  await start();
  return {
    host: `unix://${socketPath}`,
    docker,
    start,
    stop,
    async take(image, from) {
      const answer = await docker.loadImage(await from.getImage(image).get());
      await new Promise((resolve, reject) =>
        docker.modem.followProgress(answer, (error) => (error ? reject(error) : resolve(undefined))),
      );
    },
    async remove() {
      await stop();
      await letThrough.end();
      await execa("ip", ["link", "delete", bridge]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * It leaves the machine's firewall and the networks of the other Engine alone. An Engine with address pools of its own
 * would, at its second start, delete the interface docker0, whoever's it is.
 */
function optionsFor(folder: string, socketPath: string, bridge: string): string[] {
  return [
    `--host=unix://${socketPath}`,
    `--data-root=${join(folder, "data")}`,
    `--exec-root=${join(folder, "exec")}`,
    `--pidfile=${join(folder, "docker.pid")}`,
    `--bridge=${bridge}`,
    "--iptables=false",
    "--shutdown-timeout=5",
  ];
}

/**
 * The machine's own Engine has the kernel drop what it forwards between containers that it does not know. Where it does,
 * its chain for other people's rules gets one: what stays on one bridge passes.
 */
async function letBridgedTrafficThrough(comment: string): Promise<{ end(): Promise<void> }> {
  const rule = ["DOCKER-USER", "-m", "physdev", "--physdev-is-bridged", "-m", "comment", "--comment", comment];
  const change = (how: "-I" | "-D") => execa("iptables", [how, ...rule, "-j", "ACCEPT"], { reject: false });
  const { failed } = await change("-I");
  return { end: async () => void (failed || (await change("-D"))) };
}

function answers(docker: Docker): Promise<boolean> {
  return docker.ping().then(
    () => true,
    () => false,
  );
}

import { existsSync } from "node:fs";
import { asProblem } from "../../problem.ts";
import type { Finding } from "../../protocol/finding.ts";
import { type Engine, openEngine, pingEngine } from "../../runtime/docker/engine.ts";
import { isEngineAbsent } from "../../runtime/docker/engine-endpoint.ts";
import { findingOf } from "../finding.ts";
import { isAtLeast } from "./at-least.ts";
import { diskFinding, freeSpace } from "./disk.ts";

/** Whether runs have an Engine, or do without. */
export async function dockerFindings(environment: Readonly<Record<string, string | undefined>>): Promise<Finding[]> {
  if (environment.SLIPWAY_RUNTIME === "process") {
    return [withoutWalls("SLIPWAY_RUNTIME is process", "Unset it to use Docker.")];
  }
  if (environment.SLIPWAY_RUNTIME !== "docker" && isEngineAbsent(environment)) {
    return [
      withoutWalls(
        "there is no Docker Engine here",
        "Install Docker (https://docs.docker.com/get-docker) and start it.",
      ),
    ];
  }
  try {
    const engine = openEngine(environment);
    await pingEngine(engine);
    const { Version: version, ApiVersion: api } = await engine.docker.version();
    const answers = { check: "docker", what: `Docker ${version} answers`, where: engine.where };
    return [isAtLeast(api, oldestTried) ? { ...answers, level: "ok" } : tooOld(answers), ...(await roomOf(engine))];
  } catch (error) {
    return [findingOf("docker", "error", asProblem(error, "Docker could not be asked"))];
  }
}

/** Docker 20.10: BuildKit is in every Engine since 18.09, and nothing older than this was ever tried. */
const oldestTried = "1.41";

function tooOld(answers: Pick<Finding, "check" | "what" | "where">): Finding {
  const why = "Slipway was never tried with an Engine older than 20.10";
  return { ...answers, level: "warning", why, next: "Bring Docker up to date." };
}

/** Where the Engine keeps its images and volumes; in a virtual machine or on another machine that cannot be seen from here. */
async function roomOf({ docker }: Engine): Promise<Finding[]> {
  const { DockerRootDir: root } = await docker.info();
  const room = existsSync(root) ? await freeSpace(root) : undefined;
  return room === undefined ? [] : [diskFinding(root, room)];
}

function withoutWalls(why: string, next: string): Finding {
  return {
    check: "docker",
    level: "warning",
    what: "Apps and checks run as plain processes, without walls around them",
    why,
    next,
  };
}

import { asProblem } from "../../problem.ts";
import type { Finding } from "../../protocol/finding.ts";
import { openEngine, pingEngine } from "../../runtime/docker/engine.ts";
import { isEngineAbsent } from "../../runtime/docker/engine-endpoint.ts";
import { findingOf } from "../finding.ts";

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
    const { Version: version } = await engine.docker.version();
    return [{ check: "docker", level: "ok", what: `Docker ${version} answers`, where: engine.where }];
  } catch (error) {
    return [findingOf("docker", "error", asProblem(error, "Docker could not be asked"))];
  }
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

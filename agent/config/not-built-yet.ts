import { Problem } from "../problem.ts";
import type { Config } from "./schema/config.ts";

/**
 * What slipway.json may say and this version does not do. It is refused rather than passed over: an app without
 * its workers, or production on another machine than the one that was named, would be something else than what the
 * person asked for.
 */
export function notBuiltYet(config: Config): Problem[] {
  const { app, source, forge, target } = config;
  const used: readonly [string, boolean][] = [
    ["source.tunnel", source?.tunnel !== undefined],
    ["app.processes beside web", Object.keys(app.processes).some((name) => name !== "web")],
    ["app.build.secrets", Object.keys(app.build.secrets).length > 0],
    ["forge.api", forge.api !== undefined],
    ["target.docker.host", target?.docker?.host !== undefined],
  ];
  return used.flatMap(([where, isUsed]) => (isUsed ? [refusal(where)] : []));
}

function refusal(where: string): Problem {
  return new Problem({
    what: `This version of Slipway cannot do \`${where}\``,
    where: "slipway.json",
    next: "Take it out for now.",
    code: "not-built-yet",
    usage: true,
  });
}

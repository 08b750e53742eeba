import type { DetectedApp } from "../detect/detect-app.ts";
import { missingTool } from "../detect/missing-tool.ts";
import type { Migrations } from "../migrations/migrations.ts";
import { serviceName } from "./schema/names.ts";

/** What a repository's files leave open, or what will not work as it is: a sentence each, for the section that it is about. */
export interface Gaps {
  readonly app: readonly string[];
  readonly services: readonly string[];
  readonly migrations: readonly string[];
  readonly checks: readonly string[];
}

export const usualPort = 3000;

export function gapsOf(app: DetectedApp, migrations: Migrations | undefined): Gaps {
  return {
    app: appGaps(app),
    services: serviceGaps(app),
    migrations: migrationGaps(app, migrations),
    checks: checkGaps(app),
  };
}

function appGaps({ place, port, health, beside, environment, otherApps, processes }: DetectedApp): string[] {
  const [unfit, fit] = [
    beside.filter((name) => !serviceName.test(name)),
    beside.filter((name) => serviceName.test(name)),
  ];
  const more = Object.keys(processes).filter((name) => name !== "web");
  return [
    ...(place.dockerfile === undefined ? ["No Dockerfile was found: previews on Docker need one."] : []),
    ...(otherApps.length > 0
      ? [
          `There is one in ${list(otherApps)}: \`slipway init --config ${otherApps[0]}/slipway.json\` is for the app there.`,
        ]
      : []),
    ...(port === undefined ? [`No port was found: ${usualPort} is a guess. The app is also given it as PORT.`] : []),
    ...(health === undefined ? ["No health path was found: / is a guess."] : []),
    ...(unfit.length > 0
      ? [
          `The compose file also runs ${list(unfit)}: for \`services\` another name is needed, of lower-case letters, digits and hyphens.`,
        ]
      : []),
    ...(fit.length > 0
      ? [`The compose file also runs ${list(fit)}: a preview has them only where \`services\` names their images.`]
      : []),
    ...(environment.open.length > 0
      ? [
          `Not in \`env\` yet, because it leads to another service there, is empty or names a variable without a value: ${list(environment.open)}.`,
        ]
      : []),
    ...(environment.unfit.length > 0
      ? [`Not in \`env\`, where names have letters, digits and underscores only: ${list(environment.unfit)}.`]
      : []),
    ...(more.length > 0 ? [`The Procfile also names ${list(more)}: only the web process is started so far.`] : []),
  ];
}

function serviceGaps({ openServiceVariables: open }: DetectedApp): string[] {
  return open.length === 0
    ? []
    : [
        `Not in the services' \`env\` yet, because no value is known or the name is none for a variable: ${list(open)}.`,
      ];
}

function migrationGaps({ installed, place }: DetectedApp, migrations: Migrations | undefined): string[] {
  if (!migrations) {
    return ["No migrations were found: `command`, `directory` and `ledger` say how the schema changes, if it does."];
  }
  const { command, framework, others, directory } = migrations;
  const { folder } = place;
  const isOutside = folder !== "." && !`${directory}/`.startsWith(`${folder}/`);
  const tool = missingTool(command ?? "", installed);
  return [
    ...(tool === undefined
      ? []
      : [
          `It runs in the image, which has no ${tool}: it must come with the app's own dependencies, or be installed by the Dockerfile.`,
        ]),
    ...(isOutside ? [`They lie outside of ${folder}: make sure that the command runs where the image starts.`] : []),
    ...(others.length > 0 ? [`Files of ${list(others)} are there too; ${framework} is a guess.`] : []),
  ];
}

function checkGaps({ checks }: DetectedApp): string[] {
  if (checks.length === 0) return ["No check was found: name what must pass before a merge."];
  const missing = checks.filter((check) => check.missing !== undefined);
  return missing.length === 0
    ? []
    : [`Left out for now, because the image does not hold what they need: ${list(missing.map(({ name }) => name))}.`];
}

function list(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 7).join(", ")} and ${names.length - 7} more` : names.join(", ");
}

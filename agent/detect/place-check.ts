import { appCommand } from "./app-command.ts";
import { type AppPlace, commandFolderOf } from "./app-place.ts";
import type { FoundCheck } from "./checks.ts";
import { developmentStage } from "./development-stage.ts";
import { readImage } from "./image-facts.ts";
import { type Installed, missingTool } from "./missing-tool.ts";
import { inTestMode } from "./test-mode.ts";

export interface PlacedCheck extends FoundCheck {
  /** The stage of the Dockerfile that it runs in; absent where the app's own image has all that it needs. */
  readonly target?: string | undefined;
  /** What no stage has that could run it. */
  readonly missing: string | undefined;
}

/** Finds where a check can run: in the app's image, else in the stage that holds its development dependencies. */
export function placeCheck(check: FoundCheck, place: AppPlace, installed: Installed): PlacedCheck {
  const missing = missingTool(check.run, installed);
  const here = { ...check, run: appCommand(place, inTestMode(check.run, installed.image)), missing };
  if (missing === undefined) return here;
  const { stages } = place.facts;
  const stage = developmentStage(stages);
  if (stage === undefined) return here;
  const image = readImage(stages.slice(0, stages.indexOf(stage) + 1));
  if (missingTool(check.run, { ...installed, image }) !== undefined) return here;
  const run = appCommand({ commandFolder: commandFolderOf(place, image) }, inTestMode(check.run, image));
  return { ...check, run, target: stage.name, missing: undefined };
}

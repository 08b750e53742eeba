import * as vscode from "vscode";
import { Problem } from "../../agent/problem.ts";
import type { Parts } from "../parts.ts";
import { newestRun, type Picture } from "../picture.ts";
import { placeOf } from "../place.ts";
import { wakeCompany } from "../practice/found-company.ts";
import { withProgress } from "../progress.ts";
import { startRun } from "../start-run.ts";

const confirmation = "Merge and Deploy";

/** Merges the change's pull request and deploys it, after the person has said yes: production changes. */
export async function mergeAndDeploy(parts: Parts): Promise<void> {
  const { client, model, news } = parts;
  const place = placeOf(model.picture);
  const pullRequest = pullRequestOf(model.picture);
  const chosen = await vscode.window.showWarningMessage(
    `Merge pull request #${pullRequest} and deploy it?`,
    {
      modal: true,
      detail:
        "Production changes. What is deployed is what was previewed; the old version serves until the new one is healthy. Once the deploy has begun it cannot be cancelled.",
    },
    confirmation,
  );
  if (chosen !== confirmation) return;
  const run = await withProgress("Slipway", async (watched) => {
    watched.say("Starting the release");
    await wakeCompany(parts, watched);
    return startRun(client, { ...place, kind: "release", pullRequest }, watched.signal);
  });
  await news.expect(run);
}

function pullRequestOf(picture: Picture): number {
  const number = newestRun(picture, "ship")?.outputs["pullRequest.number"];
  if (typeof number === "number") return number;
  throw new Problem({
    what: "This change has no pull request yet",
    where: picture.repository?.branch,
    next: "Ship it first.",
    code: "no-pull-request",
    usage: true,
  });
}

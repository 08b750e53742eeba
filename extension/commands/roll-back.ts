import * as vscode from "vscode";
import { canGoBackTo, goingBackTakes } from "../../agent/protocol/going-back.ts";
import { requests } from "../../agent/protocol/messages.ts";
import type { ReleaseSummary, WayBackSummary } from "../../agent/protocol/release-summary.ts";
import type { Parts } from "../parts.ts";
import { placeOf } from "../place.ts";
import { wakeCompany } from "../practice/found-company.ts";
import { unlessAborted, withProgress } from "../progress.ts";
import { startRun } from "../start-run.ts";
import type { Row } from "../views/row.ts";
import { openUrl } from "./open-url.ts";

type Answer = "revert" | "keep" | "restore";

/** Takes production back to a release that the person picks, or has picked in its view, after it was said what that means. */
export async function rollBack(parts: Parts, row?: Row): Promise<void> {
  const release = row?.about?.release ?? (await pickRelease(parts));
  if (release !== undefined) await rollBackTo(parts, release);
}

async function pickRelease(parts: Parts): Promise<number | undefined> {
  const { client, model } = parts;
  const place = placeOf(model.picture);
  const { releases } = await withProgress("Slipway", async (watched) => {
    watched.say("Looking at the releases");
    await wakeCompany(parts, watched);
    return unlessAborted(watched.signal, client.request(requests.releaseList, place));
  });
  const choice = releases.filter(canGoBackTo);
  const chosen = await vscode.window.showQuickPick(choice.map(asItem), {
    title: "Roll Back",
    placeHolder:
      choice.length > 0
        ? "The release that is to serve again"
        : "Nothing was released from here that could be gone back to",
    matchOnDescription: true,
  });
  return chosen?.release.number;
}

async function rollBackTo(parts: Parts, release: number): Promise<void> {
  const { client, model, news } = parts;
  const place = placeOf(model.picture);
  const way = await withProgress("Slipway", async (watched) => {
    watched.say(`Looking at the way back to release ${release}`);
    await wakeCompany(parts, watched);
    const { signal } = watched;
    return unlessAborted(signal, client.request(requests.releaseWayBack, { ...place, release }));
  });
  const answer = await ask(way);
  if (answer === undefined) return;
  if (answer === "revert") {
    await openUrl(way.revert ?? "");
    return;
  }
  const run = await withProgress("Slipway", ({ signal, say }) => {
    say("Starting the rollback");
    return startRun(client, { ...place, kind: "rollback", release, database: answer }, signal);
  });
  await news.expect(run);
}

function asItem(release: ReleaseSummary) {
  const { number, title, commit, at, backTo } = release;
  return {
    label: `$(history) ${number}  ${backTo === undefined ? title : `Back to release ${backTo}`}`,
    description: goingBackTakes(release),
    detail: `${commit.slice(0, 8)}, ${new Date(at).toLocaleString()}`,
    release,
  };
}

async function ask(way: WayBackSummary): Promise<Answer | undefined> {
  const { from, to, ahead, restores, revert } = way;
  const serves = from.commit === to.commit;
  const answers: readonly (readonly [title: string, answer: Answer])[] = [
    ...(revert === undefined ? [] : [["Open Its Pull Request", "revert"] as const]),
    ...(serves ? [] : [[ahead.length === 0 ? "Roll Back" : "Code Alone", "keep"] as const]),
    ...(restores ? [[serves ? "Restore the Database" : "Code and Database", "restore"] as const] : []),
  ];
  const title = await vscode.window.showWarningMessage(
    serves
      ? `Take production's database back to how release ${to.number} (${to.title}) knows it?`
      : `Take production from release ${from.number} back to release ${to.number} (${to.title})?`,
    { modal: true, detail: detailOf(way) },
    ...answers.map(([title]) => title),
  );
  return answers.find(([one]) => one === title)?.[1];
}

function detailOf({ from, to, ahead, behind, restores, revert, neverLive }: WayBackSummary): string {
  const serves = from.commit === to.commit;
  const parts = [
    revert === undefined
      ? ""
      : `Gentler, reviewed and tested: revert release ${from.number}'s pull request on GitHub, then ship and merge that.`,
    neverLive ? `Release ${neverLive.number} (${neverLive.title}) changed the database and never served.` : "",
    behind.length === 0 ? "" : `Its migrations are applied again: ${behind.join(", ")}.`,
    ahead.length > 0
      ? `The database is ahead by ${ahead.join(", ")}.${serves ? "" : " The code alone must be able to live with that."}`
      : serves
        ? ""
        : "The code alone goes back; the database stays as it is.",
    restores
      ? `The database as it was takes the place of the present one, which is kept under another name. ${writesOf(restores)}`
      : "",
  ];
  return parts.filter(Boolean).join("\n\n");
}

function writesOf({ at, writes }: NonNullable<WayBackSummary["restores"]>): string {
  const since = new Date(at).toLocaleString();
  if (!writes) return `What was written since ${since} cannot be counted; it will be in the kept one alone.`;
  if (writes.length === 0) return `Nothing was written since ${since}.`;
  const tables = writes.slice(0, 8).map((one) => {
    const kinds = (["inserted", "updated", "deleted"] as const).filter((kind) => one[kind] > 0);
    return `${one.table}: ${kinds.map((kind) => `${one[kind]} ${kind}`).join(", ")}`;
  });
  const more = writes.length > tables.length ? [`and ${writes.length - tables.length} tables more`] : [];
  return `Written since ${since}, by the migration too, and in the kept one alone afterwards:\n${[...tables, ...more].join("\n")}`;
}

import { Command } from "commander";
import { answers } from "../client/answers.ts";
import { Problem } from "../problem.ts";
import { requests } from "../protocol/messages.ts";
import { performRun } from "./follow/perform-run.ts";
import { reportRun } from "./follow/report-run.ts";
import { openUrl } from "./preview/open-url.ts";
import { previewsHere } from "./preview/previews-here.ts";
import { printLog } from "./preview/print-log.ts";
import { sharedHere } from "./preview/shared-here.ts";
import { textOutput } from "./render/outcome-lines.ts";
import { table } from "./render/table.ts";
import { action } from "./session/action.ts";
import type { Session } from "./session/session.ts";
import type { Surroundings } from "./session/surroundings.ts";

export function previewCommand(surroundings: Surroundings): Command {
  const change = "the change; the one of the newest run if left out";
  const branch = "the change; that of the branch here if left out";
  return new Command("preview")
    .description("the running previews")
    .addCommand(new Command("list").description("all of this repository").action(action(surroundings, list)))
    .addCommand(
      new Command("open")
        .description("open one in the browser")
        .argument("[change]", change)
        .action(action(surroundings, open)),
    )
    .addCommand(
      new Command("logs")
        .description("what its app has printed")
        .argument("[change]", change)
        .option("--follow", "go on until Ctrl-C")
        .action(
          action(surroundings, async (session, named?: string, options?: { follow?: boolean }) =>
            printLog(session, named ?? (await find(session, undefined)).change, options?.follow === true),
          ),
        ),
    )
    .addCommand(
      new Command("share")
        .description("make one reachable for others, by the command in preview.share")
        .argument("[change]", branch)
        .action(action(surroundings, share)),
    )
    .addCommand(
      new Command("unshare")
        .description("end that; the preview stays up for this machine")
        .argument("[change]", branch)
        .action(action(surroundings, unshare)),
    )
    .addCommand(
      new Command("stop")
        .description("take one down, with its clone")
        .argument("[change]", change)
        .action(action(surroundings, stop)),
    );
}

async function list(session: Session): Promise<void> {
  const { out } = session;
  const sharedAt = await sharedHere(session);
  const previews = await Promise.all(
    (await previewsHere(session)).map(async ({ change, url }) => {
      const shared = sharedAt.get(change);
      return { change, url, up: await answers(url), sharedUrl: shared?.url ?? null, interrupted: shared?.interrupted };
    }),
  );
  for (const preview of previews) out.object({ kind: "preview", ...preview });
  const rows = previews.map(({ change, url, up, sharedUrl, interrupted }) => [
    up ? "up" : "down",
    change,
    url,
    interrupted === undefined ? (sharedUrl ?? "") : "interrupted",
  ]);
  out.lines(rows.length === 0 ? ["No preview here."] : table([["", "change", "where", "shared"], ...rows]));
}

async function open(session: Session, change?: string): Promise<void> {
  const { out, place } = session;
  const { url, change: found } = await find(session, change);
  out.object({ kind: "preview", change: found, url });
  out.lines([out.paint("link", url)]);
  await openUrl(url, place.environment);
}

async function share(session: Session, change?: string): Promise<number> {
  const run = await performRun(session, { kind: "share", change });
  const url = run && textOutput(run, "preview.sharedUrl");
  if (run?.status !== "succeeded" || !url) return reportRun(session, run);
  return reportRun(session, run, () => ({
    object: { kind: "preview", change: run.change, up: true, sharedUrl: url },
    lines: ["Anyone with the link can open it, while this machine is on."],
  }));
}

async function unshare({ ask, out, place }: Session, named?: string): Promise<void> {
  const { change, ended } = await ask(requests.previewUnshare, { ...place, change: named });
  out.object({ kind: "preview", change, sharedUrl: null });
  out.lines([
    ended ? `The preview of ${change} is on this machine only again.` : `The preview of ${change} is not shared.`,
  ]);
}

async function stop(session: Session, change?: string): Promise<void> {
  const { ask, out, place } = session;
  const stopped = change ?? (await find(session, undefined)).change;
  await ask(requests.previewStop, { ...place, change: stopped });
  out.object({ kind: "preview", change: stopped, up: false });
  out.lines([`The preview of ${stopped} is down.`]);
}

async function find(session: Session, change: string | undefined) {
  const preview = (await previewsHere(session)).find((one) => change === undefined || one.change === change);
  if (preview) return preview;
  throw new Problem({
    what: "There is no such preview",
    where: change ?? session.place.directory,
    next: "`slipway ship` makes one.",
    code: "no-preview",
    usage: true,
  });
}

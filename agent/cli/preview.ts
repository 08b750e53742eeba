import { Command } from "commander";
import { answers } from "../client/answers.ts";
import { Problem } from "../problem.ts";
import { requests } from "../protocol/messages.ts";
import { openUrl } from "./preview/open-url.ts";
import { previewsHere } from "./preview/previews-here.ts";
import { printLog } from "./preview/print-log.ts";
import { table } from "./render/table.ts";
import { action } from "./session/action.ts";
import type { Session } from "./session/session.ts";
import type { Surroundings } from "./session/surroundings.ts";

export function previewCommand(surroundings: Surroundings): Command {
  const change = "the change; the one of the newest run if left out";
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
      new Command("stop")
        .description("take one down, with its clone")
        .argument("[change]", change)
        .action(action(surroundings, stop)),
    );
}

async function list(session: Session): Promise<void> {
  const { out } = session;
  const previews = await Promise.all(
    (await previewsHere(session)).map(async (preview) => ({ ...preview, up: await answers(preview.url) })),
  );
  for (const { change, url, up } of previews) out.object({ kind: "preview", change, url, up });
  const rows = previews.map(({ change, url, up }) => [up ? "up" : "down", change, url]);
  out.lines(rows.length === 0 ? ["No preview here."] : table([["", "change", "where"], ...rows]));
}

async function open(session: Session, change?: string): Promise<void> {
  const { out, place } = session;
  const { url, change: found } = await find(session, change);
  out.object({ kind: "preview", change: found, url });
  out.lines([out.paint("link", url)]);
  await openUrl(url, place.environment);
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

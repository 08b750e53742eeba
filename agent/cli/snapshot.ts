import { Command } from "commander";
import type { RunState } from "../protocol/fold-run.ts";
import { requests } from "../protocol/messages.ts";
import { performRun, type RunWish } from "./follow/perform-run.ts";
import { reportRun } from "./follow/report-run.ts";
import { formatBytes } from "./render/bytes.ts";
import { table } from "./render/table.ts";
import { action } from "./session/action.ts";
import type { Session } from "./session/session.ts";
import type { Surroundings } from "./session/surroundings.ts";

export function snapshotCommand(surroundings: Surroundings): Command {
  const snapshot = "its name or its key, as `list` shows them";
  return new Command("snapshot")
    .description("production's subset, masked, that clones are started from")
    .addCommand(
      new Command("build")
        .description("make it, where there is none of the same inputs that is young enough")
        .action(action(surroundings, (session) => perform(session, {}, "snapshot"))),
    )
    .addCommand(new Command("list").description("all of this repository").action(action(surroundings, list)))
    .addCommand(
      new Command("push")
        .description("give one to a registry, for machines without production's credentials")
        .argument("<image>", "its name there, such as registry.example.com/acme/shop-clone:latest")
        .option("--snapshot <name>", `${snapshot}; the newest if left out`)
        .action(
          action(surroundings, (session, image: string, { snapshot }: { snapshot?: string }) =>
            perform(session, { push: { image, snapshot } }, "pushed"),
          ),
        ),
    )
    .addCommand(
      new Command("pull")
        .description("get one from a registry")
        .argument("<image>", "its name there")
        .action(action(surroundings, (session, image: string) => perform(session, { pull: image }, "snapshot"))),
    )
    .addCommand(
      new Command("remove")
        .description("remove one")
        .argument("<snapshot>", snapshot)
        .action(action(surroundings, remove)),
    );
}

/** @param output the run's output that says what has come of it. */
async function perform(session: Session, wish: Omit<RunWish, "kind">, output: string): Promise<number> {
  return reportRun(session, await performRun(session, { kind: "snapshot", ...wish }), (run) => {
    const facts = run.outputs[output];
    if (typeof facts !== "object" || facts === null) return undefined;
    return {
      object: { kind: output === "pushed" ? "push" : "snapshot", ...facts, seconds: run.seconds },
      lines: resultLines(run, facts),
    };
  });
}

function resultLines({ status }: RunState, facts: object): string[] {
  const { image, digest, rows, bytes, imageBytes, reused } = facts as Record<string, string | number | boolean>;
  if (status !== "succeeded") return [];
  if (digest !== undefined) return [`${image} is ${digest}`];
  const what = `${rows} rows, ${formatBytes(Number(bytes))}; the image adds ${formatBytes(Number(imageBytes))}`;
  return [`${image}${reused ? " (was there already)" : ""}`, what];
}

async function list({ ask, out, place }: Session): Promise<void> {
  const { snapshots } = await ask(requests.snapshotList, place);
  for (const snapshot of snapshots) out.object({ kind: "snapshot", ...snapshot });
  const rows = snapshots.map(({ image, at, rows, bytes, imageBytes, changes }) => [
    image,
    new Date(at).toLocaleString(),
    String(rows),
    formatBytes(bytes),
    formatBytes(imageBytes),
    changes.join(", "),
  ]);
  const heading = ["snapshot", "made", "rows", "database", "disk", "clones"];
  out.lines(
    rows.length === 0 ? ["No snapshot here yet. `slipway snapshot build` makes one."] : table([heading, ...rows]),
  );
}

async function remove({ ask, out, place }: Session, snapshot: string): Promise<void> {
  const { image } = await ask(requests.snapshotRemove, { ...place, snapshot });
  out.object({ kind: "snapshot", image, removed: true });
  out.lines([`removed  ${image}`]);
}

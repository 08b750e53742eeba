import * as z from "zod/mini";
import type { RunState } from "../../protocol/fold-run.ts";
import { proofFacts } from "../../protocol/proof-facts.ts";
import type { Paint } from "./paint.ts";
import { formatSeconds } from "./seconds.ts";

/** The outputs that a person wants to click on, by the names under which the stages give them. */
const shown = [
  ["Preview", "preview.url"],
  ["Shared", "preview.sharedUrl"],
  ["Pull request", "pullRequest.url"],
  ["Production", "production.url"],
] as const;

/** What a run came to: how it ended, and where its results are. */
export function outcomeLines(run: RunState, paint: Paint): string[] {
  const links = shown.flatMap(([title, name]) => {
    const url = textOutput(run, name);
    return url === null ? [] : [`${title.padEnd(12)}  ${paint("link", url)}`];
  });
  return [endOf(run, paint), ...links, ...proofLines(run)];
}

/** What production's rows said of what the migrations assert. */
function proofLines({ outputs }: RunState): string[] {
  const facts = z.safeParse(proofFacts, outputs["prove.facts"]);
  if (!facts.success) return [];
  const { proved, mended, notProved } = facts.data;
  const titled = [
    ["Proved", proved],
    ["Mended", mended],
    ["Not proved", notProved],
  ] as const;
  return titled.flatMap(([title, notes]) => notes.map((note) => `${title.padEnd(12)}  ${note}`));
}

/** An output that is a text, or null. */
export function textOutput(run: Pick<RunState, "outputs">, name: string): string | null {
  const value = run.outputs[name];
  return typeof value === "string" ? value : null;
}

function endOf(run: RunState, paint: Paint): string {
  const time = run.seconds === undefined ? "" : ` in ${formatSeconds(run.seconds)}`;
  if (run.status === "succeeded") return paint("good", `Done${time}`);
  if (run.status === "failed") return paint("bad", `Failed${time}`);
  if (run.status === "cancelled") return `Cancelled${time}`;
  return `Goes on: \`slipway status ${run.id}\` shows it`;
}

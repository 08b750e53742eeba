import * as z from "zod/mini";
import type { RunState, StageState } from "../../agent/protocol/fold-run.ts";
import { proofFacts } from "../../agent/protocol/proof-facts.ts";
import { formatSeconds } from "../duration.ts";
import type { Row } from "./row.ts";

const checkResult = z.object({
  passed: z.boolean(),
  seconds: z.number(),
  at: z.optional(z.object({ file: z.string(), line: z.int(), column: z.optional(z.int()) })),
});
const migrateOutput = z.object({ applied: z.array(z.string()) });

/** What stands below a stage: each check with its result, the migrations that were applied, what is proved of them, and what went wrong. */
export function detailRows(id: string, run: RunState, stage: StageState): Row[] {
  const log = { run: run.id, stage: stage.name };
  const details = [...checks(run, stage), ...migrations(stage), ...proof(stage), ...problem(stage)];
  return details.map((detail, index) => ({
    ...detail,
    id: `${id}/${index}`,
    kind: "detail",
    log: detail.click ? undefined : log,
    children: [],
  }));
}

type Detail = Pick<Row, "label" | "description" | "tooltip" | "icon" | "about" | "click">;

function checks({ outputs }: RunState, { name }: StageState): Detail[] {
  if (name !== "check") return [];
  return Object.entries(outputs).flatMap(([output, value]) => {
    const result = z.safeParse(checkResult, value);
    if (!output.startsWith("check.") || !result.success) return [];
    const { passed, seconds, at } = result.data;
    const place: Detail[] = at
      ? [
          {
            label: `${at.file}:${at.line}`,
            tooltip: `Open ${at.file} at line ${at.line}`,
            icon: { name: "go-to-file" },
            about: { place: at },
            click: "slipway.openFailure",
          },
        ]
      : [];
    return [
      {
        label: output.slice("check.".length),
        description: `${passed ? "passed" : "failed"} in ${formatSeconds(seconds)}`,
        icon: passed ? { name: "check", color: "testing.iconPassed" } : { name: "close", color: "testing.iconFailed" },
      },
      ...place,
    ];
  });
}

function migrations({ name, output }: StageState): Detail[] {
  const result = z.safeParse(migrateOutput, output);
  if (name !== "migrate" || !result.success) return [];
  return result.data.applied.map((file) => ({ label: file, tooltip: `Applied: ${file}`, icon: { name: "database" } }));
}

/** A reason is long: it stands behind what is asserted. */
function proof({ name, output }: StageState): Detail[] {
  const facts = z.safeParse(proofFacts, output);
  if (name !== "prove" || !facts.success) return [];
  const { proved, mended, notProved } = facts.data;
  const row = (title: string, icon: Row["icon"]) => (note: string) => {
    const [label = note, ...reason] = note.split(": ");
    return { label, description: [title, ...reason].join(": "), tooltip: `${title}: ${note}`, icon };
  };
  return [
    ...proved.map(row("proved", { name: "pass", color: "testing.iconPassed" })),
    ...mended.map(row("mended", { name: "wrench", color: "testing.iconPassed" })),
    ...notProved.map(row("not proved", { name: "question", color: "charts.yellow" })),
  ];
}

/** What a command printed is long, and it is in the log: here stands its first line. Failed checks stand there already. */
function problem({ problem }: StageState): Detail[] {
  if (!problem || problem.code === "check-failed") return [];
  const { what, where, why, next } = problem;
  const reason = why
    ?.trim()
    .split("\n")
    .find((line) => line.trim() !== "");
  return [
    {
      label: where ?? what,
      description: reason,
      tooltip: [what, where, why].filter(Boolean).join("\n"),
      icon: { name: "warning", color: "testing.iconFailed" },
    },
    ...(next ? [{ label: next, tooltip: next, icon: { name: "lightbulb" } }] : []),
  ];
}

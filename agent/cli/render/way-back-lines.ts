import type { WayBackSummary } from "../../protocol/release-summary.ts";
import type { Paint } from "./paint.ts";
import { table } from "./table.ts";

/** What going back would mean, and the command lines that do it. */
export function wayBackLines({ from, to, ahead, behind, restores, revert }: WayBackSummary, paint: Paint): string[] {
  const command = `slipway rollback ${to.number}`;
  const lines = [
    `From release ${from.number} (${from.commit.slice(0, 8)}, ${from.title}) back to release ${to.number} (${to.commit.slice(0, 8)}, ${to.title}).`,
    ...(behind.length > 0 ? [`Its migrations are applied again: ${behind.join(", ")}.`] : []),
    ...(revert === undefined
      ? []
      : [`The gentler way, reviewed and tested: revert the pull request at ${revert}, ship and merge that.`]),
    "",
  ];
  if (ahead.length === 0)
    return [...lines, "The code alone goes back; the database stays as it is:", `  ${command} --yes`];
  return [
    ...lines,
    `The database is ahead of it by ${ahead.join(", ")}. Either the code alone goes back, if it can live with that:`,
    `  ${command} --database keep --yes`,
    ...(restores ? restoreLines(restores, command, paint) : ["There is no backup of the database from before."]),
  ];
}

function restoreLines(
  { backup, at, writes }: NonNullable<WayBackSummary["restores"]>,
  command: string,
  paint: Paint,
): string[] {
  const since = new Date(at).toLocaleString();
  return [
    "or the database as it was before takes its place, and the present one is kept under another name:",
    `  ${command} --database restore --yes`,
    paint("quiet", `  ${backup}`),
    ...(writes === undefined
      ? [`What was written since ${since} cannot be counted; it will be in the kept database alone.`]
      : writes.length === 0
        ? [`Nothing was written since ${since}.`]
        : [
            `Written since ${since}, and in the kept database alone afterwards:`,
            ...table([
              ["", "table", "inserted", "updated", "deleted"],
              ...writes.map((one) => ["", one.table, `${one.inserted}`, `${one.updated}`, `${one.deleted}`]),
            ]),
          ]),
  ];
}

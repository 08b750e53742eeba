import type { WayBackSummary } from "../../protocol/release-summary.ts";
import type { Paint } from "./paint.ts";
import { table } from "./table.ts";

/** What going back would mean, and the command lines that do it. */
export function wayBackLines(way: WayBackSummary, paint: Paint): string[] {
  const { from, to, ahead, behind, restores, revert, neverLive } = way;
  const command = `slipway rollback ${to.number}`;
  const changed = neverLive ? [`The database was changed by ${inWords(neverLive)}, which never served.`] : [];
  if (from.commit === to.commit) {
    return [
      `What serves is ${inWords(to)}.`,
      ...changed,
      ...(ahead.length > 0 ? [`The database is ahead of it by ${ahead.join(", ")}.`] : []),
      "",
      "Mend the change and merge that. Or, where what serves cannot live with it, the database as it was before takes",
      "its place, and the present one is kept under another name:",
      ...(restores ? restoreLines(restores, command, paint) : []),
    ];
  }
  const lines = [
    `From ${inWords(from)} back to ${inWords(to)}.`,
    ...changed,
    ...(behind.length > 0 ? [`Its migrations are applied again: ${behind.join(", ")}.`] : []),
    ...(revert === undefined
      ? []
      : [`The gentler way, reviewed and tested: revert the pull request at ${revert}, ship and merge that.`]),
    "",
  ];
  if (ahead.length === 0) {
    lines.push("The code alone goes back; the database stays as it is:", `  ${command} --yes`);
  } else {
    lines.push(
      `The database is ahead of it by ${ahead.join(", ")}. Either the code alone goes back, if it can live with that:`,
      `  ${command} --database keep --yes`,
    );
  }
  if (restores) {
    lines.push(
      "or the database as it was before takes its place, and the present one is kept under another name:",
      ...restoreLines(restores, command, paint),
    );
  } else if (ahead.length > 0) lines.push("There is no backup of the database from before.");
  return lines;
}

function inWords({ number, commit, title }: WayBackSummary["from"]): string {
  return `release ${number} (${commit.slice(0, 8)}, ${title})`;
}

function restoreLines(
  { backup, at, writes }: NonNullable<WayBackSummary["restores"]>,
  command: string,
  paint: Paint,
): string[] {
  const since = new Date(at).toLocaleString();
  return [
    `  ${command} --database restore --yes`,
    paint("quiet", `  ${backup}`),
    ...(writes === undefined
      ? [`What was written since ${since} cannot be counted; it will be in the kept database alone.`]
      : writes.length === 0
        ? [`Nothing was written since ${since}.`]
        : [
            `Written since ${since}, by the migration too, and in the kept database alone afterwards:`,
            ...table([
              ["", "table", "inserted", "updated", "deleted"],
              ...writes.map((one) => ["", one.table, `${one.inserted}`, `${one.updated}`, `${one.deleted}`]),
            ]),
          ]),
  ];
}

import type { EnvironmentSummary } from "../../agent/protocol/environment-summary.ts";
import { noteRow } from "./note-row.ts";
import type { Row } from "./row.ts";

/** What runs: the current change first, then the others by name, then production. */
export function environmentRows({ changes, production }: EnvironmentSummary, current: string | undefined): Row[] {
  const rows = [
    ...changes.filter(({ change }) => change === current),
    ...changes.filter(({ change }) => change !== current),
  ].map((one) => changeRow(one, one.change === current));
  if (production) rows.push(productionRow(production));
  return rows.length > 0 ? rows : [noteRow("Nothing runs here yet: shipping makes a clone and a preview.")];
}

function changeRow({ change, clone, preview }: EnvironmentSummary["changes"][number], isCurrent: boolean): Row {
  const about = { change, url: preview };
  return {
    id: `change ${change}`,
    label: change,
    description: isCurrent ? "this change" : undefined,
    icon: { name: "git-branch" },
    kind: "change",
    about,
    expanded: isCurrent,
    children: [
      ...(preview === undefined
        ? []
        : [
            {
              id: `preview ${change}`,
              label: "Preview",
              description: withoutScheme(preview),
              tooltip: `Preview of ${change}: ${preview}`,
              icon: { name: "browser", color: "testing.iconPassed" },
              kind: "preview",
              about,
              click: "slipway.openLink",
              children: [],
            } as const,
          ]),
      ...(clone === undefined
        ? []
        : [
            {
              id: `clone ${change}`,
              label: "Clone",
              description: clone,
              tooltip: `Clone of production for ${change}: ${clone}`,
              icon: { name: "database", color: "testing.iconPassed" },
              kind: "clone",
              about,
              children: [],
            } as const,
          ]),
    ],
  };
}

function productionRow({ url, commit }: NonNullable<EnvironmentSummary["production"]>): Row {
  return {
    id: "production",
    label: "Production",
    description: `${commit.slice(0, 8)} · ${withoutScheme(url)}`,
    tooltip: `Production at ${commit.slice(0, 8)}: ${url}`,
    icon: { name: "globe", color: "charts.blue" },
    kind: "production",
    about: { url },
    click: "slipway.openLink",
    children: [],
  };
}

function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//, "");
}

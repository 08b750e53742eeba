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

type ChangeEnvironment = EnvironmentSummary["changes"][number];

function changeRow({ change, clone, preview, shared }: ChangeEnvironment, isCurrent: boolean): Row {
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
      ...(shared === undefined ? [] : [shareRow(change, shared)]),
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

function shareRow(change: string, { url, interrupted }: NonNullable<ChangeEnvironment["shared"]>): Row {
  const open = "Anyone with the link can open it, while this machine is on";
  return {
    id: `share ${change}`,
    label: "Shared",
    description: interrupted === undefined ? withoutScheme(url) : "interrupted",
    tooltip: interrupted === undefined ? `${open}: ${url}` : `Others do not get through at the moment: ${interrupted}`,
    icon: { name: "broadcast", color: interrupted === undefined ? "testing.iconPassed" : "charts.yellow" },
    kind: "share",
    about: { change, url },
    click: "slipway.openLink",
    children: [],
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

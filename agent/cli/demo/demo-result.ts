import type { Paint } from "../render/paint.ts";
import { formatSeconds } from "../render/seconds.ts";
import type { ToldStage } from "./narrator.ts";
import type { Findings } from "./story.ts";

/** How long the demonstration took and why. Seconds, without the taking down. */
export interface DemoTimes {
  readonly seconds: number;
  readonly stages: readonly ToldStage[];
}

/** What `slipway demo --json` ends with. */
export function demoResult(
  status: "succeeded" | "failed" | "cancelled",
  times: DemoTimes,
  { company, previewUrl, pullRequestUrl, productionUrl, sightings }: Findings,
): object {
  return {
    kind: "demo",
    status,
    runtime: company?.runtime ?? null,
    previewUrl: previewUrl ?? null,
    pullRequestUrl: pullRequestUrl ?? null,
    productionUrl: productionUrl ?? null,
    productionDatabaseUrl: company?.productionDatabaseUrl ?? null,
    stages: times.stages.map(({ name, status: ended, seconds }) => ({ name, status: ended, seconds })),
    seconds: times.seconds,
    criticalPath: criticalPathOf(times),
    visitors: sightings ?? null,
  };
}

/** The chain of stages that decided how long it took, and what Slipway itself added to it, in percent of the chain. */
function criticalPathOf({ seconds, stages }: DemoTimes) {
  const critical = stages.filter((stage) => stage.critical);
  const own = critical.reduce((sum, stage) => sum + stage.seconds, 0);
  return {
    stages: critical.map(({ name }) => name),
    seconds: own,
    overheadPercent: own === 0 ? 0 : Math.max(0, ((seconds - own) / own) * 100),
  };
}

/** The same for people, where all went well. */
export function successLines(times: DemoTimes, { company, sightings }: Findings, paint: Paint): string[] {
  const path = criticalPathOf(times);
  const { requests = 0, before = 0, after = 0 } = sightings ?? {};
  return [
    "",
    paint(
      "good",
      `From the ticket to production in ${formatSeconds(times.seconds)}, on the ${company?.runtime} runtime.`,
    ),
    `${requests} requests to production during the deploy: ${before} got the old page, ${after} the changed one, none failed.`,
    `Critical path: ${path.stages.join(" → ")}`,
    `  ${formatSeconds(path.seconds)}; Slipway's own overhead ${path.overheadPercent.toFixed(1)} %.`,
  ];
}

/** Where everything is that `--keep` leaves up. */
export function keptLines(findings: Findings, paint: Paint): string[] {
  const { company, previewUrl, pullRequestUrl, productionUrl } = findings;
  const links = [
    ["Preview", previewUrl],
    ["Pull request", pullRequestUrl],
    ["Production", productionUrl],
    ["Production database", company?.productionDatabaseUrl],
  ] as const;
  return [
    "",
    ...links.flatMap(([title, url]) => (url ? [`${title.padEnd(19)}  ${paint("link", url)}`] : [])),
    "All of it stays up until `slipway demo --stop`.",
  ];
}

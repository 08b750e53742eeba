import type { Gaps } from "../../config/draft-gaps.ts";
import type { DetectedApp } from "../../detect/detect-app.ts";
import type { UnmaskedColumn } from "../../mask/find-unmasked.ts";
import type { Migrations } from "../../migrations/migrations.ts";
import type { TableProposal } from "../../subset/propose-tables.ts";

/** A slipway.json that was written, and from what. */
export interface Draft {
  /** From the repository's root. */
  readonly path: string;
  /** From where the person is. */
  readonly shown: string;
  readonly app: DetectedApp;
  readonly migrations: Migrations | undefined;
  readonly gaps: Gaps;
  /** Undefined where production was not looked at. */
  readonly personal?: readonly UnmaskedColumn[] | undefined;
  readonly tables?: readonly TableProposal[] | undefined;
  readonly base: string;
  /** The variable that holds production's address. */
  readonly variable: string;
}

/** What was found, by the names under which it is printed. */
export function foundIn({ app, migrations, personal, tables }: Draft): Record<string, unknown> {
  const { place, environment } = app;
  const variables = Object.keys(environment.values);
  return {
    dockerfile: place.dockerfile,
    ...(place.context !== "." && { context: place.context }),
    port: app.port,
    health: app.health,
    database: [...app.database, ...Object.keys(app.databaseParts)],
    ...(variables.length > 0 && { env: variables }),
    checks: app.checks.filter(({ missing }) => missing === undefined).map(({ name }) => name),
    migrations: migrations?.framework,
    ...(personal && { masks: personal.length }),
    ...(tables && tables.length > 0 && { subset: tables.map(({ table, rows }) => `${table}: ${rows}`) }),
  };
}

/** What a person is told: what was found, what is open, and the way to the first pull request. */
export function draftLines(draft: Draft, environment: NodeJS.ProcessEnv): string[] {
  const { path, shown, app, gaps, personal, base, variable } = draft;
  const option = path === "slipway.json" ? "" : ` --config ${shown}`;
  const secrets = Object.values(app.environment.values).flatMap((value) =>
    typeof value === "string" ? [] : [value.env],
  );
  const unset = (name: string) => !environment[name];
  const open = [
    ...Object.values(gaps).flat(),
    ...(personal ? [] : ["Production was not looked at: the masks are still to be written."]),
  ];
  const steps: [string, string][] = [
    ...[variable]
      .filter(unset)
      .map((name) => [`export ${name}=…`, "production's address, better a replica's"] as const),
    ...secrets.filter(unset).map((name) => [`export ${name}=…`, "the app's, for previews"] as const),
    [`slipway doctor${option}`, "what its role may do, and the grants for one that may only read"],
    [`slipway snapshot build${option}`, "production's subset, masked; names what still needs a rule"],
    ["git switch --create use-slipway", ""],
    [`git add ${shown} && git commit --message "Use Slipway"`, ""],
    [`slipway ship${option}`, `the file's own pull request, with the first preview`],
  ].map(([command = "", what = ""]) => [command, what]);
  const width = Math.max(...steps.filter(([, what]) => what).map(([command]) => command.length)) + 3;
  return [
    `Wrote ${shown}:`,
    ...Object.entries(foundIn(draft)).map(([name, value]) => `  ${name.padEnd(11)}${shownValue(value)}`),
    ...(open.length > 0 ? ["", "Open:", ...open.map((one) => `  ${one}`)] : []),
    "",
    "Look it through, then:",
    ...steps.map(([command, what]) => `  ${what ? command.padEnd(width) + what : command}`),
    "",
    `Once that is merged into ${base}, source, mask and target count as they stand there.`,
  ];
}

function shownValue(value: unknown): string {
  if (value === undefined) return "not found";
  return Array.isArray(value) ? value.join(", ") || "none" : String(value);
}

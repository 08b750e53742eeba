import { posix } from "node:path";
import type { DetectedApp } from "../detect/detect-app.ts";
import type { UnmaskedColumn } from "../mask/find-unmasked.ts";
import type { Migrations } from "../migrations/migrations.ts";
import type { TableProposal } from "../subset/propose-tables.ts";
import { type Gaps, usualPort } from "./draft-gaps.ts";
import { inline, type Member, members, object } from "./draft-json.ts";

/** What a first slipway.json is written from. */
export interface DraftFacts {
  readonly app: DetectedApp;
  readonly migrations: Migrations | undefined;
  readonly gaps: Gaps;
  /** The branch that changes are merged into. */
  readonly base: string;
  readonly remote: string;
  /** The environment variable that holds production's address. */
  readonly sourceVariable: string;
  /** The columns that look personal; undefined where production could not be looked at. */
  readonly personal?: readonly UnmaskedColumn[] | undefined;
  /** The tables of which a clone should hold another part than the curve gives it. */
  readonly tables?: readonly TableProposal[] | undefined;
}

/** A slipway.json with what was found, and a comment over each section that says what it is and what is left to do. */
export function draftConfig(facts: DraftFacts): string {
  const { app, migrations, gaps, base, remote, sourceVariable, personal, tables = [] } = facts;
  const sections: Member[] = [
    {
      comments: ["The app: how its image is built, where it listens, which path says that it is well.", ...gaps.app],
      name: "app",
      text: object(appMembers(app), 2),
    },
    ...(Object.keys(app.services).length > 0 ? [servicesSection(app, gaps)] : []),
    {
      comments: [
        "Production's database, only ever read; a replica is best. `slipway doctor` looks at it and prints the grants.",
      ],
      name: "source",
      text: object(members({ url: { env: sourceVariable } }), 2),
    },
    {
      comments: personal
        ? ["What becomes of personal columns, found by name and by sampled values: look each of them through."]
        : [
            "Rules for personal columns: `slipway snapshot build` refuses until each has one, and prints them to paste.",
          ],
      name: "mask",
      text: masks(personal ?? []),
    },
    ...(tables.length > 0 ? [subsetSection(tables)] : []),
    ...(migrations ? [migrationSection(migrations, gaps)] : []),
    {
      comments: [
        "What must pass before a merge; each runs in the image, or in the stage of the Dockerfile that `target` names. `database` gives it a copy of the migrated clone, or none.",
        ...gaps.checks,
      ],
      name: "checks",
      text: checks(app.checks),
    },
    {
      comments: [...(migrations ? [] : gaps.migrations), ...target(app), "", "Where pull requests go."],
      name: "forge",
      text: object(members({ remote, base }), 2),
    },
  ];
  return `${object(sections, 0).replace(/^( *\/\/) $/gm, "$1")}\n`;
}

function appMembers(app: DetectedApp): Member[] {
  const { place, port, health, processes } = app;
  // In a monorepo it is no matter of course which of the two is built, and from where the other paths count.
  const context = place.folder === "." && place.context === "." ? undefined : place.context;
  const build = { context, dockerfile: place.dockerfile ?? "Dockerfile" };
  const web = place.dockerfile === undefined ? processes.web : undefined;
  const env = environmentOf(app);
  return [
    ...members({ build: defined(build), port: port ?? usualPort, health: health ?? "/", database: urlVariables(app) }),
    ...(env.length > 0 ? [{ comments: environmentComments(app), name: "env", text: object(env, 4) }] : []),
    ...members({ processes: web && { web } }),
  ];
}

/** An app that takes its database in parts needs no URL. */
function urlVariables({ database, databaseParts }: DetectedApp): readonly string[] | undefined {
  if (database.length > 0) return database;
  return Object.keys(databaseParts).length > 0 ? undefined : ["DATABASE_URL"];
}

function environmentOf({ databaseParts, environment }: DetectedApp): Member[] {
  return members({ ...databaseParts, ...environment.values });
}

function environmentComments({ databaseParts, environment }: DetectedApp): string[] {
  return [
    "It counts in production too, where `target.*.env` comes before it.",
    ...(Object.keys(environment.values).length > 0
      ? ["Taken from the example of an .env file and the compose file; leave out what the app starts without."]
      : []),
    ...(Object.keys(databaseParts).length > 0
      ? ["The database's parts are filled in for previews, migrations and checks."]
      : []),
  ];
}

function servicesSection({ services }: DetectedApp, gaps: Gaps): Member {
  return {
    comments: [
      "What the app needs beside its database, from the compose file: each change has its own, at these host names.",
      "In production the app finds its own where `target.*.env` says.",
      ...gaps.services,
    ],
    name: "services",
    text: object(members(services), 2),
  };
}

function migrationSection({ framework, directory, command, ledger }: Migrations, gaps: Gaps): Member {
  const tool = framework === "plain-sql" ? "plain SQL files, which Slipway applies" : framework;
  return {
    comments: [`How the schema changes: ${tool}.`, ...gaps.migrations],
    name: "migrations",
    text: object(members({ command, directory: posix.normalize(directory), ledger: ledger?.table }), 2),
  };
}

/** Those that the image cannot run stand there as comments, each with the tool that it lacks. */
function checks(found: DetectedApp["checks"]): string {
  const runnable = found.filter(({ missing }) => missing === undefined);
  const lines = found.map(({ missing, name, run, fast, target, database }) => {
    const text = inline({ name, run, fast, ...(target !== undefined && { target }), database });
    if (missing !== undefined) return `    // ${text} needs ${missing}`;
    return `    ${text}${name === runnable.at(-1)?.name ? "" : ","}`;
  });
  return lines.length === 0 ? "[]" : `[\n${lines.join("\n")}\n  ]`;
}

/** The section as it would be, for whoever deploys by Slipway. */
function target(app: DetectedApp): string[] {
  const { environment, databaseParts } = app;
  const secrets = Object.entries(environment.values).filter(([, value]) => typeof value !== "string");
  const env = Object.fromEntries([
    ...(urlVariables(app) ?? []).map((name) => [name, { env: "PRODUCTION_APP_URL" }] as const),
    ...[...Object.keys(databaseParts), ...secrets.map(([name]) => name)].map(
      (name) => [name, { env: `PRODUCTION_${name}` }] as const,
    ),
  ]);
  const settings = members({ port: 80, database: { env: "PRODUCTION_ADMIN_URL" } });
  const docker = object([...settings, { name: "env", text: object(members(env), 4) }], 2);
  return [
    "Where production runs. Without it there is no `slipway merge`, and pull requests are merged on GitHub:",
    ...`"target": {\n  "docker": ${docker}\n},`.split("\n"),
  ];
}

function subsetSection(proposals: readonly TableProposal[]): Member {
  const tables = proposals.map(({ table, rows, reason }) => ({
    name: table,
    text: inline(rows),
    comments: [`${reason[0]?.toUpperCase()}${reason.slice(1)}.`],
  }));
  return {
    comments: [
      "Which part of production a clone holds: by the curve (10 rows give 3, a million 10,000) but for these.",
    ],
    name: "subset",
    text: object([{ name: "tables", text: object(tables, 4) }], 2),
  };
}

function masks(personal: readonly UnmaskedColumn[]): string {
  if (personal.length === 0) return "{}";
  const lines = personal.map(({ column, proposal, reason }, index) => {
    const comma = index < personal.length - 1 ? "," : "";
    return `    ${JSON.stringify(column)}: ${JSON.stringify(proposal)}${comma} // ${reason}`;
  });
  return `{\n${lines.join("\n")}\n  }`;
}

function defined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>;
}

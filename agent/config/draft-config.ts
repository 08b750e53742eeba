import type { DetectedApp } from "../detect/detect-app.ts";
import type { UnmaskedColumn } from "../mask/find-unmasked.ts";
import type { Migrations } from "../migrations/migrations.ts";

/** What a first slipway.json is written from. */
export interface DraftFacts {
  readonly app: DetectedApp;
  readonly migrations: Migrations | undefined;
  /** The branch that changes are merged into. */
  readonly base: string;
  readonly remote: string;
  /** The environment variable that holds production's address. */
  readonly sourceVariable: string;
  /** The columns that look personal; undefined where production could not be looked at. */
  readonly personal: readonly UnmaskedColumn[] | undefined;
}

const usualPort = 3000;

const target = [
  "Where production runs; without it there is no `slipway merge`:",
  '"target": { "docker": { "port": 80, "database": { "env": "PRODUCTION_ADMIN_URL" } } },',
];

/** A slipway.json with what was found, and a comment over each section that says what it is and what is left to do. */
export function draftConfig({ app, migrations, base, remote, sourceVariable, personal }: DraftFacts): string {
  const sections: readonly [comments: readonly string[], name: string, value: string][] = [
    [
      ["The app: how its image is built, where it listens, which path says that it is well.", ...appGaps(app)],
      "app",
      object({
        build: { dockerfile: app.dockerfile ?? "Dockerfile" },
        port: app.port ?? usualPort,
        health: app.health ?? "/",
        database: app.database.length > 0 ? app.database : ["DATABASE_URL"],
      }),
    ],
    [
      ["Production's database, only ever read; a replica is best. `slipway doctor` looks at it and prints the grants."],
      "source",
      object({ url: { env: sourceVariable } }),
    ],
    [
      personal
        ? ["What becomes of personal columns, found by name and by sampled values: look each of them through."]
        : [
            "Rules for personal columns: `slipway snapshot build` refuses until each has one, and prints them to paste.",
          ],
      "mask",
      masks(personal ?? []),
    ],
    ...(migrations ? [migrationSection(migrations)] : []),
    [
      app.checks.length > 0
        ? ["What must pass before a merge. `database` gives a check a copy of the migrated clone, or none."]
        : ["No check was found: name what must pass before a merge."],
      "checks",
      list(app.checks.map(({ name, run, fast, database }) => ({ name, run, fast, database }))),
    ],
    [[...target, "Where pull requests go."], "forge", object({ remote, base })],
  ];
  const written = sections.map(([comments, name, value]) =>
    [...comments.map((comment) => `  // ${comment}`), `  ${JSON.stringify(name)}: ${value}`].join("\n"),
  );
  return `{\n${written.join(",\n")}\n}\n`;
}

function appGaps({ dockerfile, port, health }: DetectedApp): string[] {
  return [
    ...(dockerfile === undefined ? ["No Dockerfile was found: previews on Docker need one."] : []),
    ...(port === undefined ? [`No port was found: ${usualPort} is a guess. The app is also given it as PORT.`] : []),
    ...(health === undefined ? ["No health path was found: / is a guess."] : []),
  ];
}

function migrationSection({ framework, directory, command, ledger, others }: Migrations): [string[], string, string] {
  const settings = { command, directory, ledger: ledger?.table };
  const also = others.length > 0 ? `; files of ${others.join(", ")} are there too` : "";
  const tool = framework === "plain-sql" ? "plain SQL files, which Slipway applies" : framework;
  return [[`How the schema changes: ${tool}${also}.`], "migrations", object(settings)];
}

function masks(personal: readonly UnmaskedColumn[]): string {
  if (personal.length === 0) return "{}";
  const lines = personal.map(({ column, proposal, reason }, index) => {
    const comma = index < personal.length - 1 ? "," : "";
    return `    ${JSON.stringify(column)}: ${JSON.stringify(proposal)}${comma} // ${reason}`;
  });
  return `{\n${lines.join("\n")}\n  }`;
}

function object(value: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([name, one]) => `    ${JSON.stringify(name)}: ${inline(one)}`);
  return `{\n${lines.join(",\n")}\n  }`;
}

function list(values: readonly object[]): string {
  return values.length === 0 ? "[]" : `[\n${values.map((one) => `    ${inline(one)}`).join(",\n")}\n  ]`;
}

/** JSON in one line, with blanks as a person writes them. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${inline(one)}`);
  return `{ ${members.join(", ")} }`;
}

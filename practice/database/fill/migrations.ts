import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { practiceFile } from "../../files.ts";

/** A migration of the app, as node-pg-migrate knows it. */
interface AppMigration {
  /** The file's name without its extension: what the ledger holds. */
  readonly name: string;
  readonly up: string;
  /** When production applied it: an hour after it was written. */
  readonly appliedAt: Date;
}

/** The app's migrations, oldest first. */
async function readMigrations(): Promise<AppMigration[]> {
  const folder = join(practiceFile("app"), "migrations");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".sql")).sort();
  return Promise.all(
    files.map(async (file) => {
      const [up = ""] = (await readFile(join(folder, file), "utf8")).split(/^-- Down Migration/m);
      return { name: file.slice(0, -4), up, appliedAt: new Date(Number.parseInt(file, 10) + 3_600_000) };
    }),
  );
}

/** The statements that bring an empty database to today's schema, with the ledger as node-pg-migrate keeps it. */
export async function migrationsAsSql(): Promise<string> {
  const ledger =
    "CREATE TABLE public.pgmigrations (id SERIAL PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL)";
  const applied = (await readMigrations()).map(
    ({ name, up, appliedAt }) =>
      `${up};\nINSERT INTO public.pgmigrations (name, run_on) VALUES ('${name}', '${appliedAt.toISOString()}');`,
  );
  return [`${ledger};`, ...applied].join("\n");
}

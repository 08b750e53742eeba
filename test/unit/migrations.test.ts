import { describe, expect, it } from "vitest";
import { detectMigrations } from "../../agent/migrations/detect-migrations.ts";
import type { Migrations } from "../../agent/migrations/migrations.ts";
import { pendingMigrations, verifyApplied } from "../../agent/migrations/pending-migrations.ts";
import { writeTree } from "../support/write-tree.ts";

async function detect(files: Readonly<Record<string, string>>, settings = {}): Promise<Migrations | undefined> {
  await using tree = await writeTree(files);
  return await detectMigrations(tree.directory, settings);
}

const packageJson = (dependency: string, scripts: object = {}) =>
  JSON.stringify({ dependencies: { [dependency]: "1" }, scripts });

/** A repository of each kind: its files, and what must be found. */
const kinds: readonly {
  files: Record<string, string>;
  framework: string;
  names: string[];
  command?: string;
  table: string;
}[] = [
  {
    framework: "node-pg-migrate",
    files: {
      "package.json": packageJson("node-pg-migrate", { migrate: "node-pg-migrate" }),
      "migrations/1700000000001_one.js": "",
      "migrations/1700000000002_two.sql": "",
      "migrations/.eslintrc.js": "",
    },
    names: ["1700000000001_one", "1700000000002_two"],
    command: "node_modules/.bin/node-pg-migrate up -m migrations -t pgmigrations",
    table: "pgmigrations",
  },
  {
    framework: "knex",
    files: {
      "package.json": packageJson("knex", { migrate: "knex migrate:make", "db:migrate": "knex migrate:latest" }),
      "db/knexfile.js": "module.exports = { migrations: { directory: './steps', tableName: 'history' } }",
      "db/steps/20240101_one.js": "",
    },
    names: ["20240101_one.js"],
    command: "npm run db:migrate",
    table: "history",
  },
  {
    framework: "prisma",
    files: {
      "package.json": packageJson("prisma", { migrate: "prisma migrate dev" }),
      "prisma/migrations/migration_lock.toml": "",
      "prisma/migrations/20240101_one/migration.sql": "",
    },
    names: ["20240101_one"],
    command: "node_modules/.bin/prisma migrate deploy",
    table: "_prisma_migrations",
  },
  {
    framework: "drizzle",
    files: {
      "drizzle/meta/_journal.json": JSON.stringify({
        entries: [
          { idx: 1, when: 1700000000002, tag: "0001_two" },
          { idx: 0, when: 1700000000001, tag: "0000_one" },
        ],
      }),
      "drizzle/0000_one.sql": "",
      "drizzle/0001_two.sql": "",
    },
    names: ["1700000000001", "1700000000002"],
    command: "node_modules/.bin/drizzle-kit migrate",
    table: "drizzle.__drizzle_migrations",
  },
  {
    framework: "dbmate",
    files: { "db/migrations/20240101_one.sql": "-- migrate:up\nselect 1;\n-- migrate:down\n" },
    names: ["20240101"],
    command: "dbmate --wait --no-dump-schema --migrations-dir db/migrations migrate",
    table: "schema_migrations",
  },
  {
    framework: "golang-migrate",
    files: { "migrations/000010_ten.up.sql": "", "migrations/2_two.up.sql": "", "migrations/2_two.down.sql": "" },
    names: ["2", "10"],
    command: 'migrate -path migrations -database "$DATABASE_URL" up',
    table: "schema_migrations",
  },
  {
    framework: "rails",
    files: {
      "bin/rails": "",
      "db/migrate/20240101000000_one.rb": "",
      Procfile: "web: puma\nrelease: bin/rails db:prepare",
    },
    names: ["20240101000000"],
    command: "bin/rails db:prepare",
    table: "schema_migrations",
  },
  {
    framework: "django",
    files: { "src/manage.py": "", "src/shop/migrations/0001_initial.py": "", "src/shop/migrations/__init__.py": "" },
    names: ["shop.0001_initial"],
    command: "python src/manage.py migrate --noinput",
    table: "django_migrations",
  },
  {
    framework: "alembic",
    files: {
      "alembic.ini": "",
      "alembic/versions/a_second.py": 'revision: str = "bbb"\ndown_revision: Union[str, None] = "aaa"\n',
      "alembic/versions/b_first.py": "revision = 'aaa'\ndown_revision = None\n",
      "alembic/versions/c_merge.py": "revision = 'ddd'\ndown_revision = (\n  'bbb',\n  'ccc',\n)\n",
      "alembic/versions/d_third.py": "revision = 'ccc'\ndown_revision = 'aaa'\n",
    },
    names: ["aaa", "bbb", "ccc", "ddd"],
    command: "alembic -c alembic.ini upgrade heads",
    table: "alembic_version",
  },
  {
    framework: "flyway",
    files: {
      "src/main/resources/db/migration/V10__ten.sql": "",
      "src/main/resources/db/migration/V2.1__two.sql": "",
      "src/main/resources/db/migration/R__views.sql": "",
    },
    names: ["V2.1__two.sql", "V10__ten.sql"],
    command: "flyway -locations=filesystem:src/main/resources/db/migration migrate",
    table: "flyway_schema_history",
  },
  {
    framework: "plain-sql",
    files: { "migrations/001_one.sql": "", "migrations/002_two.sql": "", "migrations/002_two.down.sql": "" },
    names: ["001_one.sql", "002_two.sql"],
    table: "slipway_migrations",
  },
  {
    framework: "sequelize",
    files: {
      ".sequelizerc": "module.exports = { 'migrations-path': path.resolve('server', 'migrations') }",
      "server/migrations/20240101-one.js": "",
    },
    names: ["20240101-one.js"],
    command: "node_modules/.bin/sequelize db:migrate",
    table: "SequelizeMeta",
  },
  {
    framework: "sequelize",
    files: {
      "package.json": packageJson("sequelize-cli", { "db:migrate": "sequelize-cli db:migrate --env production" }),
      "migrations/20240101-one.js": "",
    },
    names: ["20240101-one.js"],
    command: "npm run db:migrate",
    table: "SequelizeMeta",
  },
];

describe("detection", () => {
  it.each(kinds)("recognises $framework", async ({ files, framework, names, command, table }) => {
    const found = await detect(files);
    expect(found).toMatchObject({ framework, command, ledger: { table }, others: [] });
    expect(found?.files.map(({ name }) => name)).toEqual(names);
    for (const { path } of found?.files ?? []) expect(files).toHaveProperty([path]);
  });

  it("finds nothing where there is nothing", async () => {
    expect(await detect({ "README.md": "", "db/seeds.sql": "", "queries/1_top.sql": "" })).toBeUndefined();
  });

  it("follows slipway.json before everything else", async () => {
    const files = { ...kinds[0]?.files, "steps/1_x.js": "" };
    const settings = { command: "make migrate", directory: "steps", ledger: "audit.done" };
    const found = await detect(files, settings);
    expect(found).toMatchObject({
      framework: "node-pg-migrate",
      command: "make migrate",
      ledger: { table: "audit.done" },
    });
    expect(found?.files).toEqual([{ name: "1_x", path: "steps/1_x.js" }]);
  });

  it("takes a command whose tool it does not know, with its files and ledger", async () => {
    const settings = { command: "./migrate.sh", directory: "steps", ledger: "done" };
    const found = await detect({ "steps/1_x.sql": "", "migrate.sh": "" }, settings);
    expect(found).toMatchObject({ framework: "command", command: "./migrate.sh", ledger: { table: "done" } });
    expect(found?.files).toEqual([{ name: "1_x.sql", path: "steps/1_x.sql" }]);
  });

  it("says which others are there, and prefers the one that the command names", async () => {
    const files = { ...kinds[6]?.files, ...kinds[4]?.files };
    expect(await detect(files)).toMatchObject({ framework: "rails", others: ["dbmate"] });
    expect(await detect(files, { command: "dbmate migrate" })).toMatchObject({
      framework: "dbmate",
      others: ["rails"],
    });
  });
});

describe("what is pending", () => {
  const names = (found: Migrations | undefined, rows: string[]) =>
    found && pendingMigrations(found, rows).map(({ name }) => name);

  it("is nothing that was applied under the name that it has once it is compiled", async () => {
    const knex = {
      "package.json": packageJson("knex"),
      "knexfile.ts": "",
      "migrations/1_one.ts": "",
      "migrations/2_two.ts": "",
    };
    expect(names(await detect(knex), ["1_one.js"])).toEqual(["2_two.ts"]);
  });

  it("is what the ledger does not hold", async () => {
    const found = await detect(kinds[0]?.files ?? {});
    expect(names(found, [])).toEqual(["1700000000001_one", "1700000000002_two"]);
    expect(names(found, ["1700000000001_one"])).toEqual(["1700000000002_two"]);
  });

  it("is what comes after golang-migrate's version", async () => {
    const found = await detect(kinds[5]?.files ?? {});
    expect(names(found, ["2"])).toEqual(["10"]);
    expect(names(found, ["10"])).toEqual([]);
  });

  it("is what alembic's tips do not stand on", async () => {
    const found = await detect(kinds[8]?.files ?? {});
    expect(names(found, ["bbb"])).toEqual(["ccc", "ddd"]);
    expect(names(found, ["ddd"])).toEqual([]);
  });

  it("is found in an unknown tool's ledger by name, stem or number", async () => {
    const settings = { command: "./migrate.sh", directory: "steps", ledger: "done" };
    const found = await detect({ "steps/1_x.sql": "", "steps/2_y.sql": "", "steps/3_z.sql": "" }, settings);
    expect(names(found, ["1", "2_y", "3_z.sql"])).toEqual([]);
  });

  it("must be nothing after a run", async () => {
    const found = await detect(kinds[0]?.files ?? {});
    if (!found) throw new Error("not found");
    verifyApplied(found, ["1700000000001_one", "1700000000002_two"]);
    expect(() => verifyApplied(found, ["1700000000001_one"])).toThrow(/1700000000002_two\.sql.*ended without an error/);
  });
});

import { dependsOn, eachMigration, type LedgerCase, ledgerRows, migrationFiles } from "./ledger-case.ts";

const knexTables = (table: string, count: number) => `
  CREATE TABLE ${table} (id serial PRIMARY KEY, name varchar(255), batch integer, migration_time timestamptz);
  CREATE TABLE ${table}_lock (index serial PRIMARY KEY, is_locked integer);
  INSERT INTO ${table}_lock (is_locked) VALUES (0);
  ${ledgerRows(`${table} (name, batch, migration_time)`, "no || '_step.js', n, now()", count)}`;

const nodePgTable = (table: string, count: number) => `
  CREATE TABLE ${table} (id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL);
  ${ledgerRows(`${table} (name, run_on)`, "no || '_step', now()", count)}`;

const versions = (table: string, count: number) => `
  CREATE TABLE ${table} (version varchar(128) PRIMARY KEY);
  ${ledgerRows(table, "'2024' || no", count)}`;

const flywayTable = (table: string, count: number) => `
  CREATE TABLE ${table} (installed_rank integer PRIMARY KEY, version varchar(50), description varchar(200) NOT NULL,
    type varchar(20) NOT NULL, script varchar(1000) NOT NULL, checksum integer, installed_by varchar(100) NOT NULL,
    installed_on timestamp NOT NULL DEFAULT now(), execution_time integer NOT NULL, success boolean NOT NULL);
  ${ledgerRows(table, "n, no, 'step', 'SQL', 'V' || no || '__step.sql', n, 'deploy', now(), 1, true", count)}`;

/** Alembic's ledger holds the tips of a graph; here every migration is one. */
const alembicTip = (number: string) => `revision = 'r${number}'\ndown_revision = None\n`;

/** The tables are those that the tools make, as their sources have them. */
export const ledgerCases: readonly LedgerCase[] = [
  {
    framework: "prisma",
    files: (count) => migrationFiles(count, (number) => `prisma/migrations/${number}_step/migration.sql`),
    sql: (count) => `
      CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
        migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
        started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0);
      ${ledgerRows("_prisma_migrations", "gen_random_uuid(), repeat('a', 64), now(), no || '_step', NULL, NULL, now(), 1", count)}`,
  },
  {
    framework: "drizzle",
    files: (count) => ({
      "drizzle/meta/_journal.json": JSON.stringify({
        entries: eachMigration(count, (number, idx) => ({ idx, when: 1_700_000_000_000 + idx, tag: number })),
      }),
      ...migrationFiles(count, (number) => `drizzle/${number}.sql`),
    }),
    sql: (count) => `
      CREATE SCHEMA drizzle;
      CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint);
      ${ledgerRows("drizzle.__drizzle_migrations (hash, created_at)", "md5(no), 1700000000000 + n", count)}`,
  },
  {
    framework: "sequelize",
    files: (count) => ({
      ...dependsOn("sequelize-cli"),
      ...migrationFiles(count, (number) => `migrations/${number}-step.js`),
    }),
    sql: (count) => `
      CREATE TABLE "SequelizeMeta" (name varchar(255) NOT NULL PRIMARY KEY);
      ${ledgerRows('"SequelizeMeta"', "no || '-step.js'", count)}`,
  },
  {
    framework: "knex",
    files: (count) => ({
      ...dependsOn("knex"),
      "knexfile.js": "module.exports = {}",
      ...migrationFiles(count, (number) => `migrations/${number}_step.js`),
    }),
    sql: (count) => knexTables("knex_migrations", count),
    others: ["knex_migrations_lock"],
  },
  {
    framework: "knex",
    called: "history",
    files: (count) => ({
      ...dependsOn("knex"),
      "knexfile.js": "module.exports = { migrations: { tableName: 'history' } }",
      ...migrationFiles(count, (number) => `migrations/${number}_step.js`),
    }),
    sql: (count) => knexTables("history", count),
    others: ["history_lock"],
  },
  {
    framework: "node-pg-migrate",
    files: (count) => ({
      ...dependsOn("node-pg-migrate"),
      ...migrationFiles(count, (number) => `migrations/${number}_step.js`),
    }),
    sql: (count) => nodePgTable("pgmigrations", count),
  },
  {
    framework: "node-pg-migrate",
    called: "changes",
    files: (count) => ({
      ...dependsOn("node-pg-migrate", { migrate: "node-pg-migrate up -t changes" }),
      ...migrationFiles(count, (number) => `migrations/${number}_step.js`),
    }),
    sql: (count) => nodePgTable("changes", count),
  },
  {
    framework: "rails",
    files: (count) => migrationFiles(count, (number) => `db/migrate/2024${number}_step.rb`),
    sql: (count) => `
      ${versions("schema_migrations", count)}
      CREATE TABLE ar_internal_metadata (key varchar PRIMARY KEY, value varchar, created_at timestamp, updated_at timestamp);
      INSERT INTO ar_internal_metadata VALUES ('environment', 'production', now(), now());`,
    others: ["ar_internal_metadata"],
  },
  {
    framework: "django",
    files: (count) => ({ "manage.py": "", ...migrationFiles(count, (number) => `shop/migrations/${number}_step.py`) }),
    sql: (count) => `
      CREATE TABLE django_migrations (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, app varchar(255) NOT NULL,
        name varchar(255) NOT NULL, applied timestamptz NOT NULL);
      ${ledgerRows("django_migrations (app, name, applied)", "'shop', no || '_step', now()", count)}
      CREATE TABLE django_content_type (id serial PRIMARY KEY, app_label varchar(100), model varchar(100));
      ${ledgerRows("django_content_type (app_label, model)", "'shop', 'model' || no", count)}`,
    others: ["django_content_type"],
  },
  {
    framework: "alembic",
    files: (count) => ({
      "alembic.ini": "",
      ...migrationFiles(count, (number) => `versions/${number}.py`, alembicTip),
    }),
    sql: (count) => `
      CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);
      ${ledgerRows("alembic_version", "'r' || no", count)}`,
  },
  {
    framework: "flyway",
    files: (count) => migrationFiles(count, (number) => `sql/V${number}__step.sql`),
    sql: (count) => flywayTable("flyway_schema_history", count),
  },
  {
    framework: "flyway",
    called: "what_was_done",
    configured: "what_was_done",
    files: (count) => migrationFiles(count, (number) => `sql/V${number}__step.sql`),
    sql: (count) => flywayTable("what_was_done", count),
  },
  {
    framework: "golang-migrate",
    source: "golang",
    files: (count) => migrationFiles(count, (number) => `migrations/${number}_step.up.sql`),
    sql: (count) => `
      CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL);
      INSERT INTO schema_migrations VALUES (${count}, false);`,
  },
  {
    framework: "dbmate",
    source: "dbmate",
    files: (count) =>
      migrationFiles(
        count,
        (number) => `db/migrations/2024${number}_step.sql`,
        () => "-- migrate:up\nselect 1;",
      ),
    sql: (count) => versions("schema_migrations", count),
  },
  {
    framework: "plain-sql",
    files: (count) => migrationFiles(count, (number) => `migrations/${number}_step.sql`),
    sql: (count) => `
      CREATE TABLE slipway_migrations (name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
      ${ledgerRows("slipway_migrations", "no || '_step.sql', repeat('0', 64)", count)}`,
  },
  {
    framework: "dbmate",
    called: "done",
    configured: "audit.done",
    files: (count) =>
      migrationFiles(
        count,
        (number) => `db/migrations/2024${number}_step.sql`,
        () => "-- migrate:up\nselect 1;",
      ),
    sql: (count) => `CREATE SCHEMA audit; ${versions("audit.done", count)}`,
  },
];

/**
 * Tables in which migration tools write down what they have applied. They are kept whole and as they are: with a row
 * missing, an old migration would run again.
 */
const ledgerTables = new Set([
  "schema_migrations", // Rails, golang-migrate, dbmate, Ecto
  "ar_internal_metadata",
  "django_migrations",
  "django_content_type",
  "alembic_version",
  "_prisma_migrations",
  "knex_migrations",
  "knex_migrations_lock",
  "__drizzle_migrations",
  "typeorm_metadata",
  "SequelizeMeta",
  "SequelizeData",
  "pgmigrations",
  "flyway_schema_history",
  "schema_version",
  "databasechangelog",
  "databasechangeloglock",
  "goose_db_version",
  "__EFMigrationsHistory",
  "migrations", // TypeORM, Laravel
  "doctrine_migration_versions",
  "migration_versions",
  "atlas_schema_revisions",
  "_sqlx_migrations",
  "__diesel_schema_migrations",
  "seaql_migrations",
  "slipway_migrations",
]);

/** Schemas that hold nothing but a tool's own state. */
export const ledgerSchemas: ReadonlySet<string> = new Set([
  "sqitch",
  "graphile_migrate",
  "supabase_migrations",
  "drizzle",
  "pgroll",
  "hdb_catalog",
  "atlas_schema_revisions",
]);

/** Columns by which a tool's table is known under whatever name it was given: these and no others, in any order. */
const ledgerColumns: readonly (readonly string[])[] = [
  ["id", "name", "batch", "migration_time"], // knex
  ["index", "is_locked"], // its lock
  ["id", "name", "run_on"], // node-pg-migrate
  ["version", "dirty"], // golang-migrate
  ["version_num"], // alembic
  ["id", "version_id", "is_applied", "tstamp"], // goose
  [
    ...["installed_rank", "version", "description", "type", "script", "checksum"],
    ...["installed_by", "installed_on", "execution_time", "success"],
  ], // flyway
];

/** The same where other tables may have these columns too: the name must speak of migrations. */
const likelyColumns: readonly (readonly string[])[] = [
  ["version"], // Rails, dbmate
  ["id", "hash", "created_at"], // drizzle
  ["id", "timestamp", "name"], // TypeORM
  ["name"], // Sequelize
];

interface LedgerTraits {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly { readonly name: string }[];
}

/** True for a known migration tool's ledger, also where it was given a name of the team's own. */
export function isLedger({ schema, name, columns }: LedgerTraits): boolean {
  if (ledgerTables.has(name) || ledgerSchemas.has(schema)) return true;
  const names = columns.map((column) => column.name);
  const has = (known: readonly string[]) => known.length === names.length && known.every((one) => names.includes(one));
  return ledgerColumns.some(has) || (/migrat|schema_?version/i.test(name) && likelyColumns.some(has));
}

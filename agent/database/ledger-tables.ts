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
const ledgerSchemas = new Set([
  "sqitch",
  "graphile_migrate",
  "supabase_migrations",
  "drizzle",
  "pgroll",
  "hdb_catalog",
  "atlas_schema_revisions",
]);

/** True for a known migration tool's ledger. */
export function isLedger(table: { readonly schema: string; readonly name: string }): boolean {
  return ledgerTables.has(table.name) || ledgerSchemas.has(table.schema);
}

import type { Framework } from "../framework.ts";
import { alembic } from "./alembic.ts";
import { dbmate } from "./dbmate.ts";
import { django } from "./django.ts";
import { drizzle } from "./drizzle.ts";
import { flyway } from "./flyway.ts";
import { golangMigrate } from "./golang-migrate.ts";
import { knex } from "./knex.ts";
import { nodePgMigrate } from "./node-pg-migrate.ts";
import { plainSql } from "./plain-sql.ts";
import { prisma } from "./prisma.ts";
import { rails } from "./rails.ts";
import { sequelize } from "./sequelize.ts";

/** The surest marks first; what any folder of SQL files could be comes last. */
export const frameworks: readonly Framework[] = [
  prisma,
  drizzle,
  knex,
  nodePgMigrate,
  sequelize,
  rails,
  django,
  alembic,
  flyway,
  golangMigrate,
  dbmate,
  plainSql,
];

import type { Config } from "../../config/schema/config.ts";
import { findPostgresProgram } from "../../database/postgres-programs.ts";
import type { Finding } from "../../protocol/finding.ts";

/** How production's database is kept before a migration, where this machine releases and keeps backups. */
export async function backupFindings(config: Config | undefined): Promise<Finding[]> {
  const target = config?.target?.docker ?? config?.target?.process;
  if (!target || target.backup === "none") return [];
  const program = await findPostgresProgram("pg_dump", { companions: ["pg_restore"] });
  if (program) {
    const what = `Backups of production are made by pg_dump ${program.version}`;
    return [{ check: "backup", level: "ok", what, where: program.path }];
  }
  return [
    {
      check: "backup",
      level: "warning",
      what: "There is no pg_dump with its pg_restore here",
      why: "the database is then kept before a migration as a copy on production's own server, which needs room there",
      next: "Install PostgreSQL's client programs, of production's version or newer.",
    },
  ];
}

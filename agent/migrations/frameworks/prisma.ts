import { posix } from "node:path";
import type { Framework } from "../framework.ts";

/** https://www.prisma.io */
export const prisma: Framework = {
  name: "prisma",
  tool: /\bprisma\b/,
  applies: /\bprisma\b.*\bmigrate deploy\b/,
  async detect({ tree, directory }) {
    const lock = tree.files.find((path) => posix.basename(path) === "migration_lock.toml");
    const folder = directory ?? (lock && posix.dirname(lock)) ?? "prisma/migrations";
    const files = tree.files.filter(
      (path) => path.startsWith(`${folder}/`) && /^[^/]+\/migration\.sql$/.test(path.slice(folder.length + 1)),
    );
    if (files.length === 0) return undefined;
    return {
      directory: folder,
      files: files.map((path) => ({ name: posix.basename(posix.dirname(path)), path })),
      command: "node_modules/.bin/prisma migrate deploy",
      ledger: {
        table: "_prisma_migrations",
        column: "migration_name",
        where: "finished_at IS NOT NULL AND rolled_back_at IS NULL",
      },
    };
  },
};

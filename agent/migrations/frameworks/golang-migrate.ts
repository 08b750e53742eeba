import { byNumber, type Framework, filesIn, foldersWith, leadingDigits, shellWord } from "../framework.ts";

/** https://github.com/golang-migrate/migrate: its ledger holds one row, the version that the schema is at. */
export const golangMigrate: Framework = {
  name: "golang-migrate",
  tool: /\bmigrate\b.*-(path|source)\b/,
  applies: /\bmigrate\b.*\bup\b/,
  async detect({ tree, directory }) {
    const [found] = foldersWith(tree, /(^|\/)\d+_[^/]*\.up\.sql$/);
    const folder = directory ?? found;
    const files = folder === undefined ? [] : filesIn(tree, folder, /^\d+_.*\.up\.sql$/);
    if (folder === undefined || files.length === 0) return undefined;
    return {
      directory: folder,
      files: files.map((path) => ({ name: String(BigInt(leadingDigits(path))), path })).sort(byNumber),
      command: `migrate -path ${shellWord(folder)} -database "$DATABASE_URL" up`,
      ledger: { table: "schema_migrations", column: "version::text", where: "NOT dirty", rows: "latest" },
    };
  },
};

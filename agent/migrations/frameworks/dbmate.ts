import { type Framework, filesIn, foldersWith, leadingDigits, shellWord } from "../framework.ts";

/** https://github.com/amacneil/dbmate */
export const dbmate: Framework = {
  name: "dbmate",
  tool: /\bdbmate\b/,
  applies: /\bdbmate\b.*\b(migrate|up)\b/,
  async detect({ tree, packageJson, directory }) {
    const folders = directory ? [directory] : foldersWith(tree, /(^|\/)migrations\/\d+[^/]*\.sql$/);
    for (const folder of folders) {
      const files = filesIn(tree, folder, /^\d+.*\.sql$/);
      const first = files[0] && (await tree.text(files[0]));
      if (!first || !/^--\s*migrate:up\b/m.test(first)) continue;
      return {
        directory: folder,
        files: files.map((path) => ({ name: leadingDigits(path), path })),
        command: `${packageJson.dependencies.has("dbmate") ? "node_modules/.bin/" : ""}dbmate --wait --no-dump-schema --migrations-dir ${shellWord(folder)} migrate`,
        ledger: { table: "schema_migrations", column: "version" },
      };
    }
    return undefined;
  },
};

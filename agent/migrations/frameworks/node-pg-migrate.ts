import { type Framework, filesIn, shellWord, stem } from "../framework.ts";

/** https://github.com/salsita/node-pg-migrate */
export const nodePgMigrate: Framework = {
  name: "node-pg-migrate",
  tool: /\bnode-pg-migrate\b/,
  applies: /\bnode-pg-migrate\b.*\bup\b/,
  async detect({ tree, packageJson, directory }) {
    if (!packageJson.dependencies.has("node-pg-migrate")) return undefined;
    const script = Object.values(packageJson.scripts).find((line) => /\bnode-pg-migrate\b/.test(line)) ?? "";
    const option = (names: string) => new RegExp(`(?:${names})[= ]+(\\S+)`).exec(script)?.[1];
    const folder = directory ?? option("-m|--migrations-dir") ?? "migrations";
    const table = option("-t|--migrations-table") ?? "pgmigrations";
    const schema = option("--migrations-schema");
    const files = filesIn(tree, folder, /^[^.].*\.(js|cjs|mjs|ts|sql)$/);
    if (files.length === 0) return undefined;
    return {
      directory: folder,
      files: files.map((path) => ({ name: stem(path), path })),
      command: `node_modules/.bin/node-pg-migrate up -m ${shellWord(folder)} -t ${shellWord(table)}`,
      ledger: { table: schema ? `${schema}.${table}` : table, column: "name" },
    };
  },
};

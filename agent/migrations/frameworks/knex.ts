import { posix } from "node:path";
import { type Framework, filesIn } from "../framework.ts";

/** https://knexjs.org */
export const knex: Framework = {
  name: "knex",
  tool: /\bknex\b/,
  applies: /\bknex\b.*\bmigrate:(latest|up)\b/,
  async detect({ tree, packageJson, directory }) {
    const knexfile = tree.files.find((path) => /^([^/]+\/)?knexfile\.[cm]?[jt]s$/.test(path));
    if (!knexfile || !packageJson.dependencies.has("knex")) return undefined;
    const settings = (await tree.text(knexfile)) ?? "";
    const setting = (name: string) =>
      new RegExp(`\\b${name}\\b['"]?\\s*:\\s*['"\`]([^'"\`$]+)['"\`]`).exec(settings)?.[1];
    const configured = directory ?? setting("directory") ?? "migrations";
    const folder = directory ?? posix.normalize(posix.join(posix.dirname(knexfile), configured));
    const files = filesIn(tree, folder, /\.(js|cjs|mjs|ts)$/);
    if (files.length === 0) return undefined;
    return {
      directory: folder,
      files: files.map((path) => ({ name: posix.basename(path), path })),
      command: `node_modules/.bin/knex migrate:latest --knexfile ${knexfile}`,
      ledger: { table: setting("tableName") ?? "knex_migrations", column: "name" },
    };
  },
};

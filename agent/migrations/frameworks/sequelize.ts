import { posix } from "node:path";
import { type Framework, filesIn, shellWord } from "../framework.ts";

/** https://sequelize.org, by its command line. */
export const sequelize: Framework = {
  name: "sequelize",
  tool: /\bsequelize(-cli)?\b/,
  applies: /\bsequelize(-cli)?\b.*\bdb:migrate\b(?!:)/,
  async detect({ tree, packageJson, directory }) {
    if (!packageJson.dependencies.has("sequelize-cli") && !tree.has(".sequelizerc")) return undefined;
    const settings = (await tree.text(".sequelizerc")) ?? "";
    const folder = directory ?? configured(settings) ?? "migrations";
    const files = filesIn(tree, folder, /^[^.].*\.(js|cjs|mjs|ts)$/);
    if (files.length === 0) return undefined;
    const option = tree.has(".sequelizerc") ? "" : ` --migrations-path ${shellWord(folder)}`;
    return {
      directory: folder,
      files: files.map((path) => ({ name: posix.basename(path), path })),
      command: `node_modules/.bin/sequelize db:migrate${option}`,
      ledger: { table: "SequelizeMeta", column: "name" },
    };
  },
};

/** `'migrations-path': path.resolve('server', 'migrations')`, or a text alone. */
function configured(settings: string): string | undefined {
  const written = /["']?migrations-path["']?\s*:\s*([^\n]+)/.exec(settings)?.[1] ?? "";
  const parts = [...written.matchAll(/["'`]([^"'`]+)["'`]/g)].map(([, part = ""]) => part);
  return parts.length === 0 ? undefined : posix.normalize(parts.join("/")).replace(/\/$/, "");
}

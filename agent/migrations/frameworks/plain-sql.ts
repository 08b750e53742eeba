import { posix } from "node:path";
import { type Framework, filesIn, foldersWith } from "../framework.ts";

export const plainSqlLedger = "slipway_migrations";

const likelyFolders = /(^|\/)(migrations|db|sql)(\/[^/]+)*$/;
const numbered = /(^|\/)\d[^/]*\.sql$/;
const backwards = /(\.|_|-)(down|undo|rollback)\.sql$/i;

/** A folder of SQL files with sortable names and no tool: the agent applies them itself. */
export const plainSql: Framework = {
  name: "plain-sql",
  async detect({ tree, directory }) {
    const folder = directory ?? foldersWith(tree, numbered).find((path) => likelyFolders.test(path));
    if (folder === undefined) return undefined;
    const files = filesIn(tree, folder, directory ? /\.sql$/ : numbered).filter((path) => !backwards.test(path));
    if (files.length === 0) return undefined;
    return {
      directory: folder,
      files: files.map((path) => ({ name: posix.basename(path), path })),
      command: undefined,
      ledger: { table: plainSqlLedger, column: "name" },
    };
  },
};

import { posix } from "node:path";
import { type Framework, foldersWith, shellWord } from "../framework.ts";
import type { MigrationFile } from "../migrations.ts";

const repeatable = /(^|\/)R__[^/]+\.sql$/;
const versioned = /(^|\/)V(\d+(?:[._]\d+)*)__[^/]+\.sql$/;

/** https://flywaydb.org. Repeatable migrations (R__) are applied again when they change: the tool alone knows. */
export const flyway: Framework = {
  name: "flyway",
  tool: /\bflyway\b/,
  applies: /\bflyway\b.*\bmigrate\b/,
  async detect({ tree, directory }) {
    const [found] = foldersWith(tree, versioned);
    const folder = directory ?? found;
    const files = tree.files.filter((path) => path.startsWith(`${folder}/`) && versioned.test(path));
    if (folder === undefined || files.length === 0) return undefined;
    return {
      directory: folder,
      files: files.map((path) => ({ name: posix.relative(folder, path), path })).sort(byVersion),
      command: `flyway -locations=filesystem:${shellWord(folder)} migrate`,
      ledger: { table: "flyway_schema_history", column: "script", where: "success" },
      unlisted: tree.files.some((path) => path.startsWith(`${folder}/`) && repeatable.test(path)),
    };
  },
};

function byVersion(a: MigrationFile, b: MigrationFile): number {
  const [one, other] = [versionOf(a.path), versionOf(b.path)];
  for (let part = 0; part < Math.max(one.length, other.length); part++) {
    const difference = (one[part] ?? 0n) - (other[part] ?? 0n);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
  }
  return 0;
}

function versionOf(path: string): bigint[] {
  return (versioned.exec(path)?.[2] ?? "0").split(/[._]/).map(BigInt);
}

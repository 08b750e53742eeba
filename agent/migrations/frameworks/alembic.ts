import { posix } from "node:path";
import { type Framework, filesIn, foldersWith } from "../framework.ts";
import type { MigrationFile } from "../migrations.ts";

/** https://alembic.sqlalchemy.org, also through Flask-Migrate. Its ledger holds the tips of a graph of revisions. */
export const alembic: Framework = {
  name: "alembic",
  tool: /\balembic\b|\bflask db\b/,
  applies: /\balembic\b.*\bupgrade\b|\bflask db upgrade\b/,
  async detect({ tree, directory }) {
    const settings = tree.files.find((path) => posix.basename(path) === "alembic.ini");
    if (!settings) return undefined;
    const [found] = foldersWith(tree, /(^|\/)versions\/[^/]+\.py$/);
    const folder = directory ?? found;
    if (folder === undefined) return undefined;
    const revisions: MigrationFile[] = [];
    for (const path of filesIn(tree, folder, /\.py$/)) {
      const revision = readRevision(path, (await tree.text(path)) ?? "");
      if (revision) revisions.push(revision);
    }
    if (revisions.length === 0) return undefined;
    const flask = posix.dirname(settings) === "migrations";
    return {
      directory: folder,
      files: oldestFirst(revisions),
      command: flask ? "flask db upgrade" : `alembic -c ${settings} upgrade heads`,
      ledger: { table: "alembic_version", column: "version_num", rows: "tips" },
    };
  },
};

function readRevision(path: string, text: string): MigrationFile | undefined {
  const name = /^revision\b[^=\n]*=\s*['"]([^'"]+)['"]/m.exec(text)?.[1];
  const below = /^down_revision\b[^=\n]*=\s*(\([^)]*\)|.*)$/m.exec(text)?.[1] ?? "";
  const after = [...below.matchAll(/['"]([^'"]+)['"]/g)].map(([, revision = ""]) => revision);
  return name === undefined ? undefined : { name, path, after };
}

function oldestFirst(revisions: readonly MigrationFile[]): MigrationFile[] {
  const byName = new Map(revisions.map((revision) => [revision.name, revision]));
  const ordered = new Set<MigrationFile>();
  const seen = new Set<string>();
  const visit = (revision: MigrationFile) => {
    if (seen.has(revision.name)) return;
    seen.add(revision.name);
    for (const name of revision.after ?? []) {
      const before = byName.get(name);
      if (before) visit(before);
    }
    ordered.add(revision);
  };
  for (const revision of revisions) visit(revision);
  return [...ordered];
}

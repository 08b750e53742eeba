import { type Framework, filesIn, leadingDigits } from "../framework.ts";

/** https://guides.rubyonrails.org/active_record_migrations.html */
export const rails: Framework = {
  name: "rails",
  tool: /\brails\b|\brake\b/,
  applies: /\b(db:migrate|db:prepare)\b/,
  async detect({ tree, directory }) {
    const folder = directory ?? "db/migrate";
    const files = filesIn(tree, folder, /^\d+_.*\.rb$/);
    if (files.length === 0) return undefined;
    return {
      directory: folder,
      files: files.map((path) => ({ name: leadingDigits(path), path })),
      command: tree.has("bin/rails") ? "bin/rails db:migrate" : "bundle exec rake db:migrate",
      ledger: { table: "schema_migrations", column: "version" },
    };
  },
};

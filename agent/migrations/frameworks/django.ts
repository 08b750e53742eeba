import { posix } from "node:path";
import { type Framework, shellWord, stem } from "../framework.ts";

/** A command line that does nothing but migrate. */
const migratesAlone = /^(cd \S+ && )?[^&|;\n]*\bmanage\.py migrate\b[^&|;\n]*$/;

/**
 * https://docs.djangoproject.com: every app has migrations of its own, installed packages too; the ledger says app and
 * name. `migrate --check` is there since Django 3.1.
 */
export const django: Framework = {
  name: "django",
  tool: /\bmanage\.py\b/,
  applies: /\bmanage\.py migrate\b/,
  checkOf: (command) =>
    migratesAlone.test(command) ? command.replace(/\bmanage\.py migrate\b/, "$& --check") : undefined,
  async detect({ tree, directory }) {
    const manage = tree.files.find((path) => posix.basename(path) === "manage.py");
    const files = tree.files.filter((path) => /(^|\/)[^/]+\/migrations\/\d{4}_\w+\.py$/.test(path));
    if (!manage || files.length === 0) return undefined;
    return {
      directory: directory ?? posix.dirname(manage),
      files: files.map((path) => ({ name: `${appOf(path)}.${stem(path)}`, path })),
      command: `python ${shellWord(manage)} migrate --noinput`,
      ledger: { table: "django_migrations", column: "app || '.' || name" },
      unlisted: true,
    };
  },
};

function appOf(path: string): string {
  return posix.basename(posix.dirname(posix.dirname(path)));
}

import { DatabaseError } from "pg";
import { Problem } from "../../problem.ts";
import type { Statement } from "./statements.ts";

/** The Problem for a statement that PostgreSQL refused: file, line, SQLSTATE, message, detail and hint. */
export function failedStatement(
  error: unknown,
  { path, statement, undone }: { path: string; statement: Statement; undone: boolean },
): Problem {
  const refused = error instanceof DatabaseError ? error : undefined;
  const said = error instanceof Error ? error.message : String(error);
  const details = [refused?.detail, refused?.hint].filter((line) => line !== undefined);
  const kept = undone
    ? "Nothing of this file was kept."
    : "What the file did before this statement stays: it ran without a transaction.";
  return new Problem({
    what: "A migration failed",
    where: `${path}:${lineOf(statement, refused?.position)}`,
    why: [`${refused?.code ? `${refused.code} ` : ""}${said}`, ...details, firstLines(statement.text)].join("\n  "),
    next: `${kept} Mend the file and run it again.`,
    code: "migration-failed",
    cause: error,
  });
}

/** PostgreSQL points at a character of the statement, where it can. */
function lineOf({ text, line }: Statement, position: string | undefined): number {
  if (position === undefined) return line;
  const before = [...text].slice(0, Number(position) - 1);
  return line + before.filter((character) => character === "\n").length;
}

function firstLines(text: string): string {
  const lines = text.split("\n");
  return lines.length <= 3 ? lines.join("\n  ") : `${lines.slice(0, 3).join("\n  ")}\n  …`;
}

import { tokensOf } from "./tokens.ts";

/** One statement of an SQL file. */
export interface Statement {
  readonly text: string;
  /** The line on which it begins, counted from 1. */
  readonly line: number;
  /** The text without comments and with empty strings: for looking at its words. */
  readonly words: string;
}

/** Splits SQL at its semicolons, but for those in strings, comments, dollar quotes and `BEGIN ATOMIC` bodies. */
export function splitStatements(sql: string): Statement[] {
  const statements: Statement[] = [];
  let start: number | undefined;
  let words = "";
  let blocks = 0;
  const finish = (end: number) => {
    if (start !== undefined) {
      const line = sql.slice(0, start).split("\n").length;
      statements.push({ text: sql.slice(start, end).trimEnd(), line, words: words.trim() });
    }
    start = undefined;
    words = "";
    blocks = 0;
  };
  for (const { kind, at, end } of tokensOf(sql)) {
    const text = sql.slice(at, end);
    if (text === ";" && blocks === 0) {
      finish(end);
      continue;
    }
    if (kind !== "blank") start ??= at;
    words += kind === "blank" ? " " : kind === "text" ? "''" : text;
    if (kind === "word") blocks = blocksAfter(words, text, blocks);
  }
  finish(sql.length);
  return statements;
}

/** Inside a body that begins with BEGIN ATOMIC, counts what an END will close. */
function blocksAfter(words: string, name: string, blocks: number): number {
  if (/\bBEGIN\s+ATOMIC$/i.test(words)) return 1;
  if (blocks === 0) return 0;
  if (/^case$/i.test(name)) return blocks + 1;
  return /^end$/i.test(name) ? blocks - 1 : blocks;
}

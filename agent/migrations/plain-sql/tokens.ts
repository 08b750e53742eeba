/** A piece of SQL. Only what the splitter must tell apart is told apart. */
export interface Token {
  readonly kind: "blank" | "text" | "word" | "sign";
  readonly at: number;
  readonly end: number;
}

/** In the order in which they are tried; each matches where it is asked to. */
const patterns: readonly (readonly [Token["kind"], RegExp])[] = [
  ["blank", /\s+|--[^\n]*/y],
  ["text", /[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/y],
  ["text", /'(?:[^']|'')*(?:'|$)/y],
  ["text", /(\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$)[\s\S]*?(?:\1|$)/y],
  ["word", /"(?:[^"]|"")*(?:"|$)/y],
  ["word", /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y],
];

/** Cuts SQL into blanks and comments, strings (dollar-quoted ones too), names and single signs. */
export function* tokensOf(sql: string): Generator<Token> {
  for (let at = 0, end = 0; at < sql.length; at = end) {
    if (sql.startsWith("/*", at)) {
      end = endOfBlockComment(sql, at);
      yield { kind: "blank", at, end };
      continue;
    }
    const [kind, length] = match(sql, at) ?? (["sign", 1] as const);
    end = at + length;
    yield { kind, at, end };
  }
}

function match(sql: string, at: number): readonly [Token["kind"], number] | undefined {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const length = pattern.exec(sql)?.[0].length;
    if (length) return [kind, length];
  }
  return undefined;
}

/** Comments of this kind may hold each other. */
function endOfBlockComment(sql: string, start: number): number {
  let depth = 0;
  for (let at = start; at < sql.length; at++) {
    const pair = sql.slice(at, at + 2);
    if (pair !== "/*" && pair !== "*/") continue;
    depth += pair === "/*" ? 1 : -1;
    at++;
    if (depth === 0) return at + 1;
  }
  return sql.length;
}

/** A member of an object in a file that people read: its comments, and its value as JSON text. */
export interface Member {
  readonly comments?: readonly string[];
  readonly name: string;
  readonly text: string;
}

/** An object of one member a line, comments over them. Members without a text are left out. */
export function object(members: readonly Member[], indent: number): string {
  const blanks = " ".repeat(indent + 2);
  const lines = members.map(({ comments = [], name, text }) =>
    [...comments.map((comment) => `${blanks}// ${comment}`), `${blanks}${JSON.stringify(name)}: ${text}`].join("\n"),
  );
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n${" ".repeat(indent)}}`;
}

/** The members of a plain object, each in one line; those that are undefined are left out. */
export function members(value: Readonly<Record<string, unknown>>): Member[] {
  return Object.entries(value).flatMap(([name, one]) => (one === undefined ? [] : [{ name, text: inline(one) }]));
}

/** JSON in one line, with blanks as a person writes them. */
export function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const written = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${inline(one)}`);
  return written.length === 0 ? "{}" : `{ ${written.join(", ")} }`;
}

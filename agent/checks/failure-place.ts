/** Where a check says that it failed: a file of the repository, by its path from the root, and a line from 1. */
export interface FailurePlace {
  readonly file: string;
  readonly line: number;
  readonly column?: number | undefined;
}

/** `test/a.test.js:12:3`, as node:test, TAP, Jest, Vitest, pytest, RSpec, Go and compilers print it. */
const byColon = /(?<path>[\w@+~.-]*(?:\/[\w@+~.-]+)*\.[A-Za-z]\w*):(?<line>\d+)(?::(?<column>\d+))?/g;
/** As Python prints a traceback. */
const byWords = /File "(?<path>[^"\n]+)", line (?<line>\d+)/g;

/**
 * The first place in a check's output that is in the repository.
 * @param files of the commit, by their paths from its root. In the output they stand as the container knows them: below
 *   another root, or by their names alone.
 */
export function failurePlace(output: string, files: ReadonlySet<string>): FailurePlace | undefined {
  const found = [...output.matchAll(byColon), ...output.matchAll(byWords)].sort((a, b) => a.index - b.index);
  for (const { groups: { path = "", line = "", column } = {} } of found) {
    const file = fileAt(path, files);
    if (file !== undefined) return { file, line: Number(line), ...(column && { column: Number(column) }) };
  }
  return undefined;
}

function fileAt(path: string, files: ReadonlySet<string>): string | undefined {
  if (path.includes("node_modules/")) return undefined;
  const parts = path.split("/").filter((part) => part !== "." && part !== "");
  for (let from = 0; from < parts.length; from++) {
    const rest = parts.slice(from).join("/");
    if (files.has(rest)) return rest;
  }
  // Go names the file alone: that is enough where only one has this name.
  const name = parts.at(-1);
  if (parts.length !== 1 || name === undefined) return undefined;
  const named = [...files].filter((file) => file.endsWith(`/${name}`));
  return named.length === 1 ? named[0] : undefined;
}

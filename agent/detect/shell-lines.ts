/**
 * The command lines of a shell script, each on one line: comments are left out, and what a backslash carries over to
 * the next line belongs to its command.
 */
export function shellLines(script: string): string[] {
  // A backslash at the end of a comment carries nothing over.
  const commands = script.split("\n").filter((line) => !/^\s*#/.test(line));
  const joined = commands.join("\n").replace(/[ \t]*\\\r?\n[ \t]*/g, " ");
  return joined
    .split("\n")
    .map((line) => withoutComment(line).trim())
    .filter((line) => line !== "");
}

/** Within quotes a `#` begins no comment. */
function withoutComment(line: string): string {
  return /^((?:[^"'#]|"[^"]*"|'[^']*'|(?<=\S)#)*?)\s#/.exec(line)?.[1] ?? line;
}

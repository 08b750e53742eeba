/** Lines that are shown of a tool's output. */
const shown = 12;

/** `error: …`, `ERROR:  …`, `TypeError [CODE]: …`, `psycopg.errors.CheckViolation: …`: a line that says what is wrong. */
const saysWhy = /^(?:\S+:\s+)?\W*[\w.]*(?:error|exception|fatal|violation)s?\b[^:]*:\s+\S/i;

/**
 * The part of a failed tool's output that says why: from its last line that names an error on, because many tools print
 * the error's inner life after it; the end where there is no such line.
 */
export function toolError(output: string): string {
  const lines = output.trim().split("\n");
  const from = lines.findLastIndex((line) => saysWhy.test(line));
  return (from < 0 ? lines.slice(-shown) : lines.slice(from, from + shown)).join("\n");
}

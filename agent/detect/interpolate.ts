/**
 * Puts values in for the variables that a text of an .env file or a compose file names: `${NAME}`, `${NAME:-default}`,
 * `${NAME:?message}`. What is not known stays as it is written.
 * @param known values by name; they may name others in turn.
 */
export function interpolate(text: string, known: ReadonlyMap<string, string>): string {
  return interpolateWithin(text, known, new Set());
}

/** Whether a text still names a variable that nothing is known of. */
export function namesVariable(text: string): boolean {
  return /(?<![\\$])\$\{\w+/.test(text);
}

function interpolateWithin(text: string, known: ReadonlyMap<string, string>, within: ReadonlySet<string>): string {
  return text.replace(/(?<![\\$])\$\{(\w+)(?:(:?)([-?])([^}]*))?\}/g, (written, name, colon, sign, rest) => {
    const value = within.has(name) ? undefined : known.get(name);
    if (value !== undefined && (value !== "" || !(colon && sign === "-")))
      return interpolateWithin(value, known, new Set([...within, name]));
    return sign === "-" ? rest : written;
  });
}

/**
 * Reads a .dockerignore. The last pattern that matches a path, or a directory above it, decides; `!` takes back.
 * @returns whether a path, relative to the context and with `/`, is left out.
 */
export function readDockerignore(text: string): { ignores(path: string): boolean; takesBack: boolean } {
  const rules = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const back = line.startsWith("!");
      return { back, matches: patternOf(back ? line.slice(1).trim() : line) };
    });
  return {
    takesBack: rules.some(({ back }) => back),
    ignores: (path) => rules.reduce((ignored, { back, matches }) => (matches.test(path) ? !back : ignored), false),
  };
}

/** `*` and `?` stay within a name, `**` spans directories; what is below a match is matched too. */
function patternOf(pattern: string): RegExp {
  const clean = pattern.replace(/^\.?\/+/, "").replace(/\/+$/, "");
  const source = clean.replace(/\*\*\/|\*\*|\*|\?|\[[^\]]+\]|[.+^${}()|\\]/g, (token) => {
    if (token === "**/") return "(?:.*/)?";
    if (token === "**") return ".*";
    if (token === "*") return "[^/]*";
    if (token === "?") return "[^/]";
    return token.startsWith("[") ? token : `\\${token}`;
  });
  return new RegExp(`^${source}(?:/.*)?$`);
}

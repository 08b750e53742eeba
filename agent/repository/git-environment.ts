/** Git's own variables that say how to connect and who the person is; all others would redirect our commands. */
const kept =
  /^GIT_(SSH|SSH_COMMAND|SSH_VARIANT|SSL_.*|PROXY_.*|AUTHOR_.*|COMMITTER_.*|CONFIG_.*|EXEC_PATH|TEMPLATE_DIR)$/;

/** Settings that make git's answers the same on every machine. */
export const steadySettings: readonly string[] = [
  "-c",
  "core.fsmonitor=false",
  "-c",
  "core.quotePath=false",
  "-c",
  "gc.auto=0",
  "-c",
  "maintenance.auto=false",
  "-c",
  "advice.detachedHead=false",
];

/** Keeps hooks from running: our plumbing is no reason to run the repository's code. */
export const withoutHooks: readonly string[] = ["-c", "core.hooksPath=/dev/null"];

/**
 * The environment of a git child: the given one without what a surrounding git or editor left in it (GIT_DIR inside a
 * hook, an askpass that opens a window), in English, never asking on a terminal.
 */
export function gitEnvironment(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || name === "SSH_ASKPASS" || name === "LANGUAGE") continue;
    if (!name.startsWith("GIT_") || kept.test(name)) result[name] = value;
  }
  return {
    ...result,
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_LITERAL_PATHSPECS: "1",
    GIT_EDITOR: "true",
  };
}

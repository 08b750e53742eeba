/** What a Dockerfile says about the image that it makes. */
export interface DockerfileFacts {
  readonly port: number | undefined;
  /** The path that its HEALTHCHECK asks for. */
  readonly health: string | undefined;
  /** The names of its stages. */
  readonly stages: readonly string[];
}

/** Reads a Dockerfile's text; variables are followed through ENV and ARG defaults. */
export function readDockerfile(text: string): DockerfileFacts {
  const variables = new Map<string, string>();
  const stages: string[] = [];
  let port: number | undefined;
  let health: string | undefined;
  for (const { instruction, rest } of instructionsOf(text)) {
    const value = rest.replace(/\$\{?(\w+)(?::-([^}]*))?\}?/g, (_, name: string, or = "") => variables.get(name) ?? or);
    if (instruction === "FROM") stages.push(...(/\bAS\s+(\S+)/i.exec(value)?.slice(1, 2) ?? []));
    if (instruction === "ENV" || instruction === "ARG")
      for (const [name, set] of settingsOf(value)) variables.set(name, set);
    if (instruction === "EXPOSE") port = portOf(value) ?? port;
    if (instruction === "HEALTHCHECK") health = /https?:\/\/[^/\s"']+(\/[^\s"'|;)]*)/.exec(value)?.[1] ?? health;
  }
  return { port: port ?? portOf(variables.get("PORT") ?? ""), health, stages };
}

function instructionsOf(text: string): { instruction: string; rest: string }[] {
  const lines = text.split("\n").filter((line) => !/^\s*#/.test(line));
  const joined = lines.join("\n").replace(/\\[ \t]*\n/g, " ");
  return joined.split("\n").flatMap((line) => {
    const [, instruction, rest = ""] = /^\s*([A-Za-z]+)\s+(.*)$/.exec(line) ?? [];
    return instruction === undefined ? [] : [{ instruction: instruction.toUpperCase(), rest: rest.trim() }];
  });
}

/** `NAME=value OTHER="value"`, and the older `NAME value`. */
function settingsOf(text: string): [string, string][] {
  const pairs = [...text.matchAll(/(\w+)=("[^"]*"|\S*)/g)];
  if (pairs.length > 0) return pairs.map(([, name = "", value = ""]) => [name, value.replace(/^"|"$/g, "")]);
  const [, name, value] = /^(\w+)\s+(.+)$/.exec(text) ?? [];
  return name === undefined || value === undefined ? [] : [[name, value]];
}

function portOf(text: string): number | undefined {
  const port = Number(/^\s*(\d+)/.exec(text)?.[1]);
  return port > 0 && port < 65536 ? port : undefined;
}

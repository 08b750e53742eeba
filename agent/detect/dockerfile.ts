/** What a Dockerfile says about the image that it makes. */
export interface DockerfileFacts {
  readonly port: number | undefined;
  /** The path that its HEALTHCHECK asks for. */
  readonly health: string | undefined;
  readonly stages: readonly DockerfileStage[];
}

/** One stage, its variables put in. */
export interface DockerfileStage {
  readonly name: string | undefined;
  /** The image, or the name of an earlier stage. */
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

export interface Instruction {
  /** In upper case. */
  readonly name: string;
  readonly text: string;
}

/** Reads a Dockerfile's text; variables are followed through ENV and ARG defaults. */
export function readDockerfile(text: string): DockerfileFacts {
  const variables = new Map<string, string>();
  const stages: { name: string | undefined; from: string; instructions: Instruction[] }[] = [];
  let port: number | undefined;
  let health: string | undefined;
  for (const { name, text: written } of instructionsOf(text)) {
    const value = written.replace(/\$\{?(\w+)(?::-([^}]*))?\}?/g, (_, of: string, or = "") => variables.get(of) ?? or);
    if (name === "FROM") {
      const [, from = "", as] = /^(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(value) ?? [];
      stages.push({ name: as, from, instructions: [] });
    } else stages.at(-1)?.instructions.push({ name, text: value });
    if (name === "ENV" || name === "ARG") for (const [of, set] of settingsOf(value)) variables.set(of, set);
    if (name === "EXPOSE") port = portOf(value) ?? port;
    if (name === "HEALTHCHECK") health = /https?:\/\/[^/\s"']+(\/[^\s"'|;)]*)/.exec(value)?.[1] ?? health;
  }
  return { port: port ?? portOf(variables.get("PORT") ?? ""), health, stages };
}

function instructionsOf(text: string): Instruction[] {
  const lines = text.split("\n").filter((line) => !/^\s*#/.test(line));
  const joined = lines.join("\n").replace(/\\[ \t]*\n/g, " ");
  return joined.split("\n").flatMap((line) => {
    const [, name, rest = ""] = /^\s*([A-Za-z]+)\s+(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [{ name: name.toUpperCase(), text: rest.trim() }];
  });
}

/** `NAME=value OTHER="value"`, and the older `NAME value`. */
export function settingsOf(text: string): [string, string][] {
  const pairs = [...text.matchAll(/(\w+)=("[^"]*"|\S*)/g)];
  if (pairs.length > 0) return pairs.map(([, name = "", value = ""]) => [name, value.replace(/^"|"$/g, "")]);
  const [, name, value] = /^(\w+)\s+(.+)$/.exec(text) ?? [];
  return name === undefined || value === undefined ? [] : [[name, value]];
}

/** The port that a text begins with: `3000`, `3000/tcp`. */
export function portOf(text: string): number | undefined {
  const port = Number(/^\s*(\d+)/.exec(text)?.[1]);
  return port > 0 && port < 65536 ? port : undefined;
}

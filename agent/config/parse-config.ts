import { Problem } from "../problem.ts";
import { positionOf, readJsonDocument } from "./document.ts";
import { type Explanation, explainIssue } from "./explain-issue.ts";
import { type Config, configSchema } from "./schema/config.ts";

/** One thing that is wrong in slipway.json, and where. Lines and columns count from 1. */
export interface Mistake {
  readonly line: number;
  readonly column: number;
  /** The key, as in `checks[0].run`. Empty where the text is no JSON. */
  readonly key: string;
  readonly message: string;
  readonly nearest?: string | undefined;
}

/** Reads slipway.json and finds every mistake at once; without mistakes there is a configuration. */
export function checkConfig(text: string): { config?: Config; mistakes: Mistake[] } {
  const document = readJsonDocument(text);
  const locate = ({ path, message, nearest }: Explanation, offset = document.offsetOf(path)): Mistake => ({
    ...positionOf(text, offset),
    key: keyInWords(path),
    message,
    nearest,
  });
  const faults = document.faults.map((fault) => locate(fault, fault.offset));
  if (document.faults.some((fault) => fault.path.length === 0)) return { mistakes: faults };
  const result = configSchema.safeParse(document.value);
  if (result.success && faults.length === 0) return { config: result.data, mistakes: [] };
  const explained = result.error?.issues.flatMap((issue) => explainIssue(issue, document.valueAt)) ?? [];
  const mistakes = [...faults, ...explained.map((one) => locate(one)).filter(({ key }) => !isWithin(key, faults))];
  return { mistakes: mistakes.sort((a, b) => a.line - b.line || a.column - b.column) };
}

/**
 * Reads slipway.json.
 * @param file the path that messages name.
 * @throws Problem "config-invalid" that lists every mistake with line, column, key and the nearest valid key.
 */
export function parseConfig(text: string, file: string): Config {
  const { config, mistakes } = checkConfig(text);
  if (config) return config;
  throw new Problem({
    what:
      mistakes.length === 1 ? "The configuration has a mistake" : `The configuration has ${mistakes.length} mistakes`,
    where: file,
    why: mistakes.map((mistake) => `\n  ${describeMistake(mistake, file)}`).join(""),
    next: "Mend them in the file; nothing was started.",
    code: "config-invalid",
    usage: true,
  });
}

/** The configuration of a repository without slipway.json: all defaults, the rest to be detected. */
export function defaultConfig(): Config {
  return configSchema.parse({});
}

/** A value that stands there twice is told about once: which of the two was meant is not known. */
function isWithin(key: string, repeated: readonly Mistake[]): boolean {
  return repeated.some((one) => key === one.key || key.startsWith(`${one.key}.`) || key.startsWith(`${one.key}[`));
}

function describeMistake({ line, column, key, message, nearest }: Mistake, file: string): string {
  const hint = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
  return `${file}:${line}:${column} ${key ? `${key}: ` : ""}${message}${hint}`;
}

function keyInWords(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    const name = String(key);
    if (!/^[\w$-]+$/.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text ? `${text}.${name}` : name;
  }, "");
}

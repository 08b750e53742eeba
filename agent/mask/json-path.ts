/** One step from a JSON value to those in it. */
interface Step {
  /** True for `..`: over any number of values between. */
  readonly deep: boolean;
  /** Undefined for `*`: any key, any element. */
  readonly key: string | undefined;
}

/** Where in a JSON document: `$.customer.email`, `$.items[*].note`, `$..phone`. Lists need not be named. */
export interface JsonPath {
  readonly text: string;
  readonly steps: readonly Step[];
}

const step = /(\.\.?)?(?:\[\*\]|(\*)|\["((?:[^"\\]|\\.)*)"\]|([^.[\]"*\s]+))/y;

/** Undefined for what is no path. */
export function parseJsonPath(text: string): JsonPath | undefined {
  const steps: Step[] = [];
  step.lastIndex = text.startsWith("$") ? 1 : 0;
  while (step.lastIndex < text.length) {
    const begun = step.lastIndex;
    const [whole, dots = "", , quoted, plain] = step.exec(text) ?? [];
    const isBracket = whole?.slice(dots.length).startsWith("[") ?? false;
    // The first name may stand without a dot, a bracket always does unless it is deep.
    const isJoined = isBracket ? dots !== "." : dots !== "" || begun === 0;
    if (whole === undefined || !isJoined) return undefined;
    steps.push({ deep: dots === "..", key: quoted === undefined ? plain : unescaped(quoted) });
  }
  return steps.length > 0 ? { text, steps } : undefined;
}

/** The path of what a key of an object leads to. A key that is no plain word may be somebody's data: it is not named. */
export function pathTo(path: string, key: string): string {
  return /^[\p{L}_][\p{L}\d_-]{0,39}$/u.test(key) ? `${path}.${key}` : `${path}.*`;
}

function unescaped(quoted: string): string {
  return quoted.replaceAll(/\\(.)/g, "$1");
}

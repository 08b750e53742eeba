/** The parts of an error that a person can act on. */
export interface ProblemParts {
  /** What failed, as a sentence without a full stop: "The migration failed". */
  what: string;
  /** On what: a file and line, a table, a container, a URL without its password. */
  where?: string | undefined;
  /** Why, as far as it is known. */
  why?: string | undefined;
  /** What to do next, as an instruction. */
  next?: string | undefined;
  /** A stable word for programs, such as "config-invalid" or "source-unreachable". */
  code?: string | undefined;
  /** True where the input is at fault (exit code 2) and nothing was started. */
  usage?: boolean | undefined;
  /** Columns that look personal and have no rule, for programs that can write one. */
  unmasked?: readonly Unmasked[] | undefined;
  cause?: unknown;
}

/** A column that looks personal, why, and the rule that slipway.json might give it. */
export interface Unmasked {
  readonly column: string;
  readonly reason: string;
  readonly proposal: unknown;
}

/** The one error that Slipway throws on purpose. Everything else is a defect and is reported as one. */
export class Problem extends Error implements ProblemParts {
  override readonly name = "Problem";
  readonly what: string;
  readonly where: string | undefined;
  readonly why: string | undefined;
  readonly next: string | undefined;
  readonly code: string;
  readonly usage: boolean;
  readonly unmasked: readonly Unmasked[] | undefined;

  constructor(parts: ProblemParts) {
    super(describe(parts), parts.cause === undefined ? undefined : { cause: parts.cause });
    this.what = parts.what;
    this.where = parts.where;
    this.why = parts.why;
    this.next = parts.next;
    this.code = parts.code ?? "failed";
    this.usage = parts.usage ?? false;
    this.unmasked = parts.unmasked;
  }

  /** The parts as plain data, for the journal and the wire. */
  toJSON(): Omit<ProblemParts, "cause"> & { code: string; usage: boolean } {
    const { what, where, why, next, code, usage, unmasked } = this;
    return { what, where, why, next, code, usage, unmasked };
  }
}

/** Turns anything thrown into a Problem; a Problem passes through as it is. */
export function asProblem(error: unknown, what: string): Problem {
  if (error instanceof Problem) return error;
  const why = error instanceof Error ? error.message || error.name : String(error);
  return new Problem({ what, why, code: "unexpected", cause: error });
}

/** True for the error that an aborted signal throws. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === "AbortError" || error.name === "CanceledError");
}

function describe(parts: ProblemParts): string {
  const head = parts.where ? `${parts.what} (${parts.where})` : parts.what;
  const why = parts.why ? `: ${parts.why}` : "";
  const next = parts.next ? `\n${parts.next}` : "";
  return `${head}${why}${next}`;
}

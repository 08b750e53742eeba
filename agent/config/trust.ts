import { isDeepStrictEqual } from "node:util";
import { Problem } from "../problem.ts";
import { pulledSecrets } from "./pulled-secrets.ts";
import type { Config } from "./schema/config.ts";
import { unmasked } from "./unmasked.ts";

/** The sections that count as they stand on the base branch's tip. */
const guardedSections = ["source", "subset", "mask", "snapshot", "clone", "forge", "target"] as const;

/** slipway.json in three places. `undefined` where the file is not there. */
export interface ConfigVersions {
  /** On the base branch's tip. */
  readonly base: Config | undefined;
  /** In the change's commit. */
  readonly change: Config;
  /** Where the change left the base: tells what the change altered from what the base did since. Default: `base`. */
  readonly fork?: Config | undefined;
}

/** What a change tries that it may not decide. */
export interface TrustFinding {
  /** True where nothing starts; false where the base's settings simply go on counting. */
  readonly refused: boolean;
  readonly problem: Problem;
}

/** The configuration that counts, and what a person should know about how it came about. */
export function effectiveConfig({ base, change }: ConfigVersions): { config: Config; notes: string[] } {
  if (!base) {
    return { config: change, notes: ["The base branch has no slipway.json yet: the change's own counts in whole."] };
  }
  const { source, subset, mask, snapshot, forge, target } = base;
  return { config: { ...change, source, subset, mask, snapshot, forge, target }, notes: [] };
}

/**
 * What a change tries to decide that only the base branch may: unmasking a column, or reaching a secret of source,
 * target or forge (refused), and other edits of guarded sections (told about; they count once they are merged).
 * @param file the configuration's path, for the messages.
 */
export function trustFindings({ base, change, fork = base }: ConfigVersions, file = "slipway.json"): TrustFinding[] {
  const pulled = pulledSecrets(base ? [base, change] : [change], change, file);
  const refused = (problem: Problem) => ({ refused: true, problem });
  if (!base) return pulled.map(refused);
  const edited = guardedSections.filter((name) => isEdited(name, { base, change, fork }));
  const opened = edited.includes("mask")
    ? unmasked({ base: base.mask, change: change.mask, fork: fork?.mask ?? {} }, file)
    : [];
  const ownWord = opened.length > 0 ? edited.filter((name) => name !== "mask") : edited;
  return [...pulled.map(refused), ...opened.map(refused), ...ownWord.map((name) => editOf(name, file))];
}

function isEdited(name: (typeof guardedSections)[number], { base, change, fork }: ConfigVersions): boolean {
  return !isDeepStrictEqual(change[name], base?.[name]) && !isDeepStrictEqual(change[name], fork?.[name]);
}

/** Where production is read from or written to is refused; how much of it is kept, or masked on top, is harmless. */
function editOf(name: (typeof guardedSections)[number], file: string): TrustFinding {
  const refused = name === "source" || name === "target" || name === "forge";
  const problem = new Problem({
    what: `The change alters \`${name}\``,
    where: file,
    why: `\`${name}\` counts as it stands on the base branch, so this has no effect before it is merged`,
    next: refused
      ? `Take it out of this change, and bring it to the base branch in a pull request of its own that is reviewed there.`
      : undefined,
    code: "guarded-section",
    usage: refused,
  });
  return { refused, problem };
}

import { isDeepStrictEqual } from "node:util";
import { Problem } from "../problem.ts";
import { pulledSecrets } from "./pulled-secrets.ts";
import type { Config } from "./schema/config.ts";
import { unmasked } from "./unmasked.ts";

/** What counts as it stands on the base branch's tip. */
const guarded = {
  source: (config: Config) => config.source,
  subset: (config: Config) => config.subset,
  mask: (config: Config) => config.mask,
  snapshot: (config: Config) => config.snapshot,
  clone: (config: Config) => config.clone,
  forge: (config: Config) => config.forge,
  target: (config: Config) => config.target,
  // It runs on the person's machine, outside any container, and lets others in.
  "preview.share": (config: Config) => config.preview.share,
};
type Guarded = keyof typeof guarded;

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
  const preview = { ...change.preview, share: base.preview.share };
  return { config: { ...change, source, subset, mask, snapshot, forge, target, preview }, notes: [] };
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
  const edited = (Object.keys(guarded) as Guarded[]).filter((name) => isEdited(name, { base, change, fork }));
  const opened = edited.includes("mask")
    ? unmasked({ base: base.mask, change: change.mask, fork: fork?.mask ?? {} }, file)
    : [];
  const ownWord = opened.length > 0 ? edited.filter((name) => name !== "mask") : edited;
  return [...pulled.map(refused), ...opened.map(refused), ...ownWord.map((name) => editOf(name, file))];
}

function isEdited(name: Guarded, { base, change, fork }: ConfigVersions): boolean {
  const at = (config: Config | undefined) => config && guarded[name](config);
  return !isDeepStrictEqual(at(change), at(base)) && !isDeepStrictEqual(at(change), at(fork));
}

/** Where production is read from or written to is refused; how much of it is kept, or masked on top, is harmless. */
function editOf(name: Guarded, file: string): TrustFinding {
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

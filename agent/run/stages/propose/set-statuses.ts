import type { CommitStatus, Forge } from "../../../forge/forge.ts";
import type { PreviewLink } from "../../../forge/proposal.ts";
import type { ProofFacts } from "../../../protocol/proof-facts.ts";
import type { StageContext } from "../../stage.ts";
import type { ChangeFacts } from "../preflight.ts";

/** What a ship run found out about a change. */
export interface Proposal {
  readonly change: ChangeFacts;
  readonly applied: readonly string[];
  /** Absent where the migrations assert nothing of rows from before. */
  readonly proof?: ProofFacts | undefined;
  readonly checks: readonly { name: string; passed: boolean; seconds: number }[];
  readonly preview: PreviewLink;
}

/** Says on the commit what was found out about it. What is there already is not said again. */
export async function setStatuses(forge: Forge, proposal: Proposal, context: StageContext): Promise<void> {
  const { change } = proposal;
  const found = foundOut(proposal);
  const wanted = [...found, ...(await carriedOver(forge, change, found))];
  const there = await forge.statuses(change.commit);
  for (const status of wanted) {
    const existing = there.find(
      ({ context: name, state, targetUrl }) =>
        name === status.context && state === "success" && (status.targetUrl ?? targetUrl) === targetUrl,
    );
    await context.act(
      `status ${status.context} ${change.commit}`,
      async () => existing && status.context,
      async () => {
        await forge.setStatus(change.commit, { state: "success", ...status });
        return status.context;
      },
    );
  }
}

type Said = Pick<CommitStatus, "context" | "description" | "targetUrl">;

/** @param url where the preview is to be found. */
export function previewStatus(url: string): Said {
  return { context: "slipway/preview", description: "answers on a clone of production", targetUrl: url };
}

function foundOut({ applied, checks, preview }: Proposal): Said[] {
  return [
    {
      context: "slipway/migrations",
      description: applied.length > 0 ? `${applied.length} applied on production's rows` : "nothing to apply",
    },
    ...checks.map(({ name, seconds }) => ({
      context: `slipway/${name}`,
      description: `passed in ${seconds.toFixed(1)} s`,
    })),
    previewStatus(preview.url),
  ];
}

/** Of a branch that was brought up to date: the checks that are not repeated for that, in so many words. */
async function carriedOver(forge: Forge, { updatedFrom, base }: ChangeFacts, found: readonly Said[]): Promise<Said[]> {
  if (updatedFrom === undefined) return [];
  const before = await forge.statuses(updatedFrom);
  return before
    .filter(({ context, state }) => context.startsWith("slipway/") && state === "success")
    .filter(({ context }) => !found.some((one) => one.context === context))
    .map(({ context, description, targetUrl }) => ({
      context,
      description: description.endsWith(carried(base.branch)) ? description : `${description}${carried(base.branch)}`,
      targetUrl,
    }));
}

function carried(base: string): string {
  return `, before ${base} was merged in`;
}

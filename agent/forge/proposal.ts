import type { ProofFacts } from "../protocol/proof-facts.ts";

/** What a pull request says of a change: words and Markdown, no transport. */
export interface Proposal {
  readonly change: {
    readonly commit: string;
    /** Where the branch stood before its base was merged in for the release; absent where it was shipped as it is. */
    readonly updatedFrom?: string | undefined;
    readonly base: { readonly branch: string };
    readonly ticket?: { readonly number: number; readonly title: string; readonly reporter: string } | undefined;
    readonly config: { readonly preview: { readonly login?: string | undefined } };
  };
  /** The migrations that ran on the clone. */
  readonly applied: readonly string[];
  /** What production's rows say of what the migrations assert, in words; absent where they assert nothing of them. */
  readonly proof?: ProofFacts | undefined;
  readonly checks: readonly { readonly name: string; readonly passed: boolean; readonly seconds: number }[];
  readonly preview: PreviewLink;
}

/** A preview's address as a pull request names it. */
export interface PreviewLink {
  readonly url: string;
  /** Of one that others can open: the login of whoever's machine serves it. */
  readonly sharedFrom?: string | undefined;
}

/** What stands around the link in the comment, so that it can be replaced alone. */
const linkBegins = "<!-- slipway:link -->";
const linkEnds = "<!-- /slipway:link -->";

/** The first line of the one comment that Slipway keeps up to date in a pull request. */
export function stickyMarker(pullRequest: number): string {
  return `<!-- slipway:preview:pr-${pullRequest} -->`;
}

/** The body of a new pull request. `Fixes` closes the ticket when the change is merged, which here means deployed. */
export function proposalBody({ ticket }: Pick<Proposal["change"], "ticket">): string {
  return ticket ? `${ticket.title}\n\nFixes #${ticket.number}\n` : "";
}

/** What the comment says: the link, who can open it, and what was done to the clone. */
export function stickyComment({ change, applied, proof, checks, preview }: Proposal): string {
  return [
    `### Preview of ${change.commit.slice(0, 8)}`,
    "",
    ...(change.ticket ? [`@${change.ticket.reporter}, have a look:`, ""] : []),
    linkPart(preview),
    ...(change.updatedFrom ? ["", broughtUpToDate(change.updatedFrom, change.base.branch)] : []),
    ...(change.config.preview.login ? ["", `Sign in: ${change.config.preview.login}`] : []),
    "",
    "| | |",
    "|---|---|",
    `| migrations | ${applied.length > 0 ? applied.map((name) => `\`${name}\``).join("<br>") : "nothing to apply"} |`,
    ...(proof ? proofRows(proof) : []),
    ...checks.map(
      ({ name, passed, seconds }) => `| ${name} | ${passed ? "passed" : "failed"} in ${seconds.toFixed(1)} s |`,
    ),
    "",
    "The app runs on random rows of production, personal data masked.",
  ].join("\n");
}

function proofRows({ proved, mended, notProved }: ProofFacts): string[] {
  const rows = [
    ["proved in production", proved],
    ["mended by the migration", mended],
    ["**not proved** in production", notProved],
  ] as const;
  return rows.flatMap(([title, notes]) =>
    notes.length > 0 ? [`| ${title} | ${notes.map(inCell).join("<br>")} |`] : [],
  );
}

/** Names of tables and columns may hold anything. */
function inCell(text: string): string {
  return text.replace(/[\\|<>&`*_[\]#@]/g, "\\$&").replace(/\s+/g, " ");
}

/** The same comment with another link; as it is where none stands in it. */
export function relinked(comment: string, preview: PreviewLink): string {
  const [begin, end] = [comment.indexOf(linkBegins), comment.indexOf(linkEnds)];
  if (begin < 0 || end < begin) return comment;
  return comment.slice(0, begin) + linkPart(preview) + comment.slice(end + linkEnds.length);
}

function linkPart({ url, sharedFrom }: PreviewLink): string {
  return [linkBegins, "", `**[${url}](${url})**`, "", whoCanOpen(sharedFrom), "", linkEnds].join("\n");
}

function broughtUpToDate(from: string, base: string): string {
  return `${base} was merged into ${from.slice(0, 8)} for the release; the migrations and the fast checks ran again.`;
}

function whoCanOpen(sharedFrom: string | undefined): string {
  return sharedFrom === undefined
    ? "The link opens on the machine of the author only, and while that machine is up: set `preview.share` in slipway.json to let others in."
    : `Anyone with the link can open it, while ${sharedFrom}'s machine is on.`;
}

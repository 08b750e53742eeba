import { Problem } from "../problem.ts";
import { withoutUserinfo } from "./remote-url.ts";

/** How a git command ended. */
export interface GitFailure {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly cause?: unknown;
}

interface Known {
  readonly pattern: RegExp;
  readonly code: string;
  readonly why: string;
  readonly next: string;
}

/** What git says, in words that a person can act on. The first that fits is taken. */
const known: readonly Known[] = [
  {
    pattern: /\((non-fast-forward|fetch first|stale info)\)/,
    code: "push-behind",
    why: "the branch on the remote has commits that are not here, and they are never overwritten",
    next: "Bring them in with `git pull --rebase`, then ship again.",
  },
  {
    pattern: /protected branch|GH00[36]|pre-receive hook declined|\[remote rejected\]/i,
    code: "push-refused",
    why: "the remote's rules refuse this push",
    next: "Look at the rules of the branch on the remote, or choose another name for the branch.",
  },
  {
    pattern:
      /Authentication failed|could not read (Username|Password)|Permission denied|Invalid username or|Repository not found|returned error: 40[134]|Host key verification failed|access denied/i,
    code: "git-unauthorized",
    why: "the remote does not let you in with the credentials that were offered",
    next: "Sign in again, or check that the token or the ssh key may read and write this repository.",
  },
  {
    pattern:
      /Could not resolve host|Failed to connect|Connection (refused|timed out|reset)|Network is unreachable|Couldn't connect/i,
    code: "remote-unreachable",
    why: "the remote does not answer",
    next: "Check the network, the proxy and the remote's URL (`git remote -v`).",
  },
  {
    pattern: /does not appear to be a git repository|repository '.*' (not found|does not exist)/i,
    code: "remote-missing",
    why: "there is no repository at the remote's URL",
    next: "Check the remote's URL (`git remote -v`).",
  },
  {
    pattern: /couldn't find remote ref/i,
    code: "base-missing",
    why: "the remote has no such branch",
    next: "Name the branch that changes are merged into as `forge.base` in slipway.json.",
  },
  {
    pattern: /Please tell me who you are|empty ident name|unable to auto-detect email/i,
    code: "git-identity-missing",
    why: "git does not know who you are",
    next: 'Tell it: `git config --global user.name "…"` and `git config --global user.email "…"`.',
  },
  {
    pattern: /would be overwritten|Please commit your changes or stash them/,
    code: "work-in-the-way",
    why: "uncommitted work would be overwritten",
    next: "Commit it or put it aside with `git stash`; nothing was changed.",
  },
  {
    pattern: /index\.lock|Another git process/,
    code: "git-busy",
    why: "another git command is at work in this repository",
    next: "Wait for it to end and try again. If none runs, remove the file that git names.",
  },
  {
    pattern: /dubious ownership/,
    code: "git-ownership",
    why: "the folder belongs to another user, and git refuses to trust it",
    next: "If you trust it: `git config --global --add safe.directory <the folder>`.",
  },
  {
    pattern: /No space left on device/,
    code: "disk-full",
    why: "the disk is full",
    next: "Make room (`slipway clean`), then try again.",
  },
];

/** The Problem for a git command that failed. URLs in it have lost user and password. */
export function explainFailure(failure: GitFailure, what = "A git command failed", where?: string): Problem {
  const said = withoutUserinfo(`${failure.stderr}\n${failure.stdout}`.trim());
  if (isMissingProgram(failure.cause)) {
    return new Problem({
      what,
      why: "git was not found on this machine",
      next: "Install git 2.38 or newer and make sure that it is on the PATH.",
      code: "git-missing",
      cause: failure.cause,
    });
  }
  const match = known.find(({ pattern }) => pattern.test(said));
  return new Problem({
    what,
    where,
    why: match ? `${match.why}\n${quote(said)}` : said || `git ended with exit code ${failure.exitCode}`,
    next: match?.next,
    code: match?.code ?? "git-failed",
    cause: failure.cause,
  });
}

function quote(said: string): string {
  const lines = said.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("hint:"));
  return lines
    .slice(0, 12)
    .map((line) => `  git: ${line}`)
    .join("\n");
}

function isMissingProgram(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "ENOENT";
}

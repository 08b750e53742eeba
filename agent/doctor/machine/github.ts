import { githubForge } from "../../forge/github/github.ts";
import { asProblem } from "../../problem.ts";
import type { Finding } from "../../protocol/finding.ts";
import type { Secret } from "../../secrets/secret.ts";
import { findingOf } from "../finding.ts";

/** Whether GitHub can be reached as somebody who may push. @param token undefined where none is known here. */
export async function githubFindings(remoteUrl: string, token: Secret | undefined): Promise<Finding[]> {
  if (!token) {
    return [
      {
        check: "github",
        level: "warning",
        what: "This terminal has no token for GitHub",
        where: remoteUrl,
        why: "neither GITHUB_TOKEN is set, nor is anybody signed in with `gh`",
        next: "`gh auth login`, or set GITHUB_TOKEN. The editor signs in by itself: *Slipway: Connect GitHub*.",
      },
    ];
  }
  try {
    const forge = githubForge({ remoteUrl, token });
    await forge.requireWriteAccess();
    return [{ check: "github", level: "ok", what: "GitHub lets you push and open pull requests", where: forge.webUrl }];
  } catch (error) {
    return [findingOf("github", "error", asProblem(error, "GitHub could not be asked"))];
  }
}

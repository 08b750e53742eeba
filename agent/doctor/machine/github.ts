import { githubForge } from "../../forge/github/github.ts";
import { asProblem } from "../../problem.ts";
import type { Finding } from "../../protocol/finding.ts";
import type { Secret } from "../../secrets/secret.ts";
import { findingOf } from "../finding.ts";

/**
 * Whether GitHub can be reached as somebody who may push.
 * @param token undefined where none is known here.
 * @param signIn how to get one.
 */
export async function githubFindings(remoteUrl: string, token: Secret | undefined, signIn: string): Promise<Finding[]> {
  if (!token) {
    return [
      {
        check: "github",
        level: "error",
        what: "Nobody is signed in to GitHub here",
        where: remoteUrl,
        why: "a ship pushes the branch and opens the pull request",
        next: signIn,
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

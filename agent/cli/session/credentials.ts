import { execa } from "execa";
import { githubTokenNames } from "../../config/secret-names.ts";

/** Answers the agent's question for a credential from the terminal's environment, and GitHub's from `gh` if need be. */
export async function findCredential(
  environment: NodeJS.ProcessEnv,
  purpose: string,
  name: string,
): Promise<string | null> {
  if (purpose !== "forge" || name !== "GITHUB_TOKEN") return environment[name] || null;
  for (const candidate of githubTokenNames) {
    const value = environment[candidate];
    if (value) return value;
  }
  return askGh(environment);
}

/** The token of whoever is signed in with GitHub's own command line, or null. */
async function askGh(environment: NodeJS.ProcessEnv): Promise<string | null> {
  const { exitCode, stdout } = await execa("gh", ["auth", "token"], {
    env: environment,
    extendEnv: false,
    reject: false,
    timeout: 5000,
    stdin: "ignore",
  });
  return exitCode === 0 && stdout ? stdout.trim() : null;
}

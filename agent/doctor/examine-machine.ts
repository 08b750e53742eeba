import type { Config } from "../config/schema/config.ts";
import type { Places } from "../places.ts";
import type { Finding } from "../protocol/finding.ts";
import type { Secret } from "../secrets/secret.ts";
import { inTime } from "./in-time.ts";
import { backupFindings } from "./machine/backup.ts";
import { diskFindings } from "./machine/disk.ts";
import { dockerFindings } from "./machine/docker.ts";
import { gitFindings } from "./machine/git.ts";
import { githubFindings } from "./machine/github.ts";
import type { FoundRepository } from "./machine/repository.ts";
import { shareFindings } from "./machine/share.ts";

export interface MachineRequest {
  /** What {@link findRepository} finds; absent where no folder is open: then the machine alone is looked at. */
  readonly found: Promise<FoundRepository> | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly places: Places;
  /** The token for a remote on GitHub, by its name in slipway.json; undefined where it is not known here. */
  token(name: string, remote: string): Promise<Secret | undefined>;
  /** How a person signs in to GitHub where they are. */
  readonly signIn: string;
}

/** Looks at all that a ship and a release need but production's database, in the order in which they need it. Changes nothing. */
export async function examineMachine(request: MachineRequest): Promise<Finding[]> {
  const { environment, places, token, signIn } = request;
  const git = inTime("git", gitFindings(environment));
  const docker = inTime("docker", dockerFindings(environment));
  const disk = inTime("disk", diskFindings(places));
  const { findings, remote, configFindings, config } = (await request.found) ?? { findings: [], configFindings: [] };
  const askGitHub = async (url: string) => githubFindings(url, await token(tokenName(config), url), signIn);
  const github = remote === undefined ? [] : inTime("github", askGitHub(remote));
  const share = config ? await shareFindings(config, environment) : [];
  const backup = inTime("backup", backupFindings(config));
  return [await git, findings, await docker, await disk, configFindings, share, await github, await backup].flat();
}

/** A command that gives the token is not run: nobody has looked at the file yet. */
function tokenName(config: Config | undefined): string {
  const token = config?.forge.token;
  return token !== undefined && "env" in token ? token.env : "GITHUB_TOKEN";
}

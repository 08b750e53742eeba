import { notBuiltYet } from "../../config/not-built-yet.ts";
import { parseConfig } from "../../config/parse-config.ts";
import type { Config } from "../../config/schema/config.ts";
import type { Services } from "../services.ts";
import { joinProblems } from "./join-problems.ts";

/**
 * The configuration that a release counts with: the app, its migrations and its checks as they stand in the commit that
 * goes live, for that is what was previewed; where production is, and as whom it is reached, as it stood before.
 * @throws Problem where the commit's slipway.json does not hold, or asks for what this version cannot do.
 */
export async function releasedConfig(
  { repository, configPath }: Services,
  commit: string,
  before: Config,
): Promise<Config> {
  const text = await repository.readFile(commit, configPath);
  if (text === undefined) return before;
  const { app, services, migrations, checks, preview } = parseConfig(text, `${configPath} of ${commit.slice(0, 8)}`);
  const config = { ...before, app, services, migrations, checks, preview };
  const problems = notBuiltYet(config);
  if (problems.length > 0) throw joinProblems("The commit cannot be released", problems);
  return config;
}

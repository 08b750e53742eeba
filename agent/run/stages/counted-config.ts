import { parseConfig } from "../../config/parse-config.ts";
import type { Config } from "../../config/schema/config.ts";
import { effectiveConfig, trustFindings } from "../../config/trust.ts";
import { Problem } from "../../problem.ts";
import type { Services } from "../services.ts";
import type { StageContext } from "../stage.ts";
import { joinProblems } from "./join-problems.ts";

/** Guarded sections as they stand on the base's tip, the rest as in the change; a change that reaches too far is refused. */
export async function countedConfig(
  services: Services,
  base: string,
  commit: string,
  context: StageContext,
): Promise<Config> {
  const { repository, configPath } = services;
  const read = async (at: string | undefined) => {
    const text = at === undefined ? undefined : await repository.readFile(at, configPath);
    return text === undefined
      ? undefined
      : parseConfig(text, at === commit ? configPath : `${configPath} of ${at?.slice(0, 8)}`);
  };
  const change = await read(commit);
  if (!change) {
    throw new Problem({
      what: "The commit has no slipway.json",
      where: configPath,
      next: "`slipway init` writes one from what the files say; commit it.",
      code: "config-missing",
      usage: true,
    });
  }
  const versions = { base: await read(base), change, fork: await read(await repository.mergeBase(base, commit)) };
  const findings = trustFindings(versions, configPath);
  const refused = findings.filter((finding) => finding.refused).map((finding) => finding.problem);
  if (refused.length > 0) throw joinProblems("The change reaches for what only the base branch may decide", refused);
  const { config: counted, notes } = effectiveConfig(versions);
  for (const note of [...notes, ...findings.map((finding) => finding.problem.message)]) context.log(`${note}\n`);
  return counted;
}

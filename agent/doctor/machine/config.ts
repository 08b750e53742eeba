import type { Config } from "../../config/schema/config.ts";
import { asProblem } from "../../problem.ts";
import type { Finding } from "../../protocol/finding.ts";
import type { Repository } from "../../repository/repository.ts";
import { readLocalConfig } from "../../run/local-config.ts";
import { findingOf } from "../finding.ts";

/** Whether slipway.json is there and can hold, and what it says. */
export async function findConfig(
  repository: Repository,
  path: string | undefined,
): Promise<{ readonly findings: readonly Finding[]; readonly config?: Config | undefined }> {
  try {
    const { config, path: where } = await readLocalConfig(repository, path);
    return { config, findings: [{ check: "config", level: "ok", what: "slipway.json can be read", where }] };
  } catch (error) {
    const problem = asProblem(error, "slipway.json could not be read");
    const finding = findingOf("config", "error", problem);
    const next = problem.code === "config-missing" ? "`slipway init` writes it." : problem.next;
    return { findings: [{ ...finding, next }] };
  }
}

import { randomUUID } from "node:crypto";
import type { Work } from "../../work.ts";
import type { Exit, RunSpec } from "../runtime.ts";
import { artifactCommand, treeOf } from "./artifact-command.ts";
import { childEnvironment } from "./child-environment.ts";
import type { Workloads } from "./workloads.ts";

/** Runs a command in an artifact's tree to its end. */
export async function runCommand(
  workloads: Workloads,
  machine: NodeJS.ProcessEnv,
  spec: RunSpec,
  work: Work,
): Promise<Exit> {
  work.signal.throwIfAborted();
  const command = await artifactCommand(spec.artifact, spec.command);
  const directory = treeOf(spec.artifact);
  const env = childEnvironment(machine, spec.env, directory);
  const whose = { id: randomUUID(), name: spec.name, owner: spec.owner, from: spec.artifact.id };
  const group = await workloads.start({ command, directory, env, onOutput: work.log }, whose);
  return { exitCode: await group.endedUnless(work.signal), tail: group.tail, outOfMemory: false };
}

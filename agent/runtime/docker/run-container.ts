import type Docker from "dockerode";
import type { Work } from "../../work.ts";
import type { Exit, RunSpec } from "../runtime.ts";
import { attachOutput } from "./attach-output.ts";
import { makerLabel } from "./maker.ts";
import type { Networks } from "./networks.ts";
import { outputTail } from "./output-tail.ts";
import { removeContainer } from "./remove-container.ts";
import { createWorkload } from "./workload-container.ts";

/** Runs a command in a container of its own, which is gone afterwards, however it ends. */
export async function runContainer(docker: Docker, networks: Networks, spec: RunSpec, work: Work): Promise<Exit> {
  work.signal.throwIfAborted();
  try {
    return await networks.hold(spec.owner, async (names) => {
      const container = await createWorkload(docker, spec, names, { role: "run", labels: await makerLabel() });
      const kill = () => void removeContainer(container).catch(() => {});
      work.signal.addEventListener("abort", kill, { once: true });
      try {
        work.signal.throwIfAborted();
        return await runToItsEnd(container, work);
      } catch (error) {
        work.signal.throwIfAborted();
        throw error;
      } finally {
        work.signal.removeEventListener("abort", kill);
        await removeContainer(container);
      }
    });
  } finally {
    await networks.tidy(spec.owner);
  }
}

async function runToItsEnd(container: Docker.Container, work: Work): Promise<Exit> {
  const tail = outputTail((text) => work.log(text));
  const output = await attachOutput(container, tail.write);
  await container.start();
  const { StatusCode } = await container.wait();
  await output.ended;
  work.signal.throwIfAborted();
  const { State } = await container.inspect();
  return { exitCode: StatusCode, tail: tail.text(), outOfMemory: State.OOMKilled };
}

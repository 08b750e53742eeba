import type Docker from "dockerode";
import { Problem } from "../../../problem.ts";

/** The port that the Engine could not publish because somebody has it, or undefined for any other failure. */
export function takenPort(error: unknown): number | undefined {
  if (!(error instanceof Error) || !/already (allocated|in use)/.test(error.message)) return undefined;
  const port = /127\.0\.0\.1:(\d+)/.exec(error.message)?.[1];
  return port === undefined ? undefined : Number(port);
}

/** Says who has a port that nothing else can stand for. */
export async function portTaken(docker: Docker, port: number): Promise<Problem> {
  const [holder] = await docker.listContainers({ filters: { publish: [String(port)] } });
  const name = holder?.Names[0]?.slice(1);
  return new Problem({
    what: "The port is in use",
    where: `127.0.0.1:${port}`,
    why: name ? `the container ${name} has it` : "another program of this machine listens there",
    next: "Free it, or choose another one.",
    code: "port-taken",
  });
}

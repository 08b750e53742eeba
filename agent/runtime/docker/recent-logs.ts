import type Docker from "dockerode";
import { logFrames } from "./log-frames.ts";

/** The last lines that a container wrote, both streams together. */
export async function recentLogs(container: Docker.Container, lines: number): Promise<string> {
  return logFrames(await container.logs({ stdout: true, stderr: true, tail: lines }))
    .join("")
    .trimEnd();
}

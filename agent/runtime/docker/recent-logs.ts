import type Docker from "dockerode";

const HEADER_BYTES = 8;

/** The last lines that a container wrote, both streams together. */
export async function recentLogs(container: Docker.Container, lines: number): Promise<string> {
  const frames = await container.logs({ stdout: true, stderr: true, tail: lines });
  let text = "";
  // Each frame: one byte for the stream, three empty ones, four for the length, then the output.
  for (let at = 0; at + HEADER_BYTES <= frames.length; ) {
    const end = at + HEADER_BYTES + frames.readUInt32BE(at + 4);
    text += frames.toString("utf8", at + HEADER_BYTES, end);
    at = end;
  }
  return text.trimEnd();
}

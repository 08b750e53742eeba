import type { AgentClient } from "../../client/agent-client.ts";
import { requests } from "../../protocol/messages.ts";

/** How much of the end of a log is read for its last lines, in bytes. */
const tailBytes = 16 * 1024;

/** Reads a stage's log from a byte on to its present end, page by page. Gives where to go on. */
export async function readLog(
  client: AgentClient,
  place: { run: string; stage: string; from: number },
  onText: (text: string) => void,
): Promise<number> {
  for (let from = place.from; ; ) {
    const { text, next, size } = await client.request(requests.runLog, { ...place, from });
    if (text) onText(text);
    if (next >= size || next === from) return next;
    from = next;
  }
}

/** The last lines of a stage's log. @param bytes its size, as the run's events tell it. */
export async function lastLines(
  client: AgentClient,
  place: { run: string; stage: string; bytes: number },
  count: number,
): Promise<string[]> {
  let text = "";
  const { run, stage, bytes } = place;
  await readLog(client, { run, stage, from: Math.max(0, bytes - tailBytes) }, (part) => {
    text += part;
  });
  const lines = text.trimEnd().split("\n");
  return lines.slice(-count).filter((line) => line !== "" || lines.length > 1);
}

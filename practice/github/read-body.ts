import type { IncomingMessage } from "node:http";

const longest = 1_000_000;

/** The whole body of a request as text. @throws where it is longer than a form or a comment can be. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > longest) throw new Error("the request is too long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

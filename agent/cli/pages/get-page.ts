import { type Agent, get } from "node:http";
import { get as getSecurely } from "node:https";
import { lookupLocalNames } from "../../client/local-names.ts";

export interface Page {
  readonly status: number;
  readonly text: string;
}

/** Milliseconds without a sign of life until a request counts as failed. */
const patience = 5000;

/** Requests a page, once. @throws what the connection throws. */
export function getPage(url: string | URL, options: { agent?: Agent } = {}): Promise<Page> {
  const send = new URL(url).protocol === "https:" ? getSecurely : get;
  return new Promise((resolve, reject) => {
    const request = send(url, { ...options, lookup: lookupLocalNames, timeout: patience }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") });
      });
    });
    request.on("timeout", () => request.destroy(new Error(`no answer within ${patience / 1000} s`)));
    request.on("error", reject);
  });
}

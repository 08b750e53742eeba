import { get } from "node:http";
import { get as getSecurely } from "node:https";
import { gatewayHeader } from "../protocol/gateway-header.ts";
import { lookupLocalNames } from "./local-names.ts";

/** Milliseconds that an app may take until it is taken for down. */
const patience = 5000;

/**
 * Whether an app answers at a URL, with whatever it has to say. What the gateway in front of it says does not count.
 * @param url by its name: its number can be another preview's by now.
 */
export function answers(url: string): Promise<boolean> {
  const send = new URL(url).protocol === "https:" ? getSecurely : get;
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(patience);
    const request = send(url, { lookup: lookupLocalNames, signal }, (response) => {
      resolve(response.headers[gatewayHeader] === undefined);
      response.destroy();
    });
    request.on("error", () => resolve(false));
  });
}

import { get } from "node:http";

/**
 * Gets a page as a browser does: every name below localhost is this machine, whatever its resolver knows.
 * Follows no redirect.
 */
export function getPage(url: string): Promise<{ status: number; text: string }> {
  const { host, hostname, port, pathname, search } = new URL(url);
  const address = hostname.endsWith(".localhost") ? "127.0.0.1" : hostname;
  return new Promise((resolve, reject) => {
    const options = { host: address, port, path: `${pathname}${search}`, headers: { host }, timeout: 15_000 };
    const request = get(options, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      response.on("error", reject);
    });
    request.on("timeout", () => request.destroy(new Error(`${url} did not answer`)));
    request.on("error", reject);
  });
}

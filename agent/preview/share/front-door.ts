import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { createProxyServer } from "http-proxy-3";
import { closeServer } from "../../close-server.ts";
import type { Echo } from "./echo.ts";
import type { Preview } from "./share-spec.ts";

/** What tunnels say of the address that was asked for: it is the preview's business under its own name. */
const tunnelHeaders = ["forwarded", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-port", "x-original-host"];

/**
 * Where a tunnel leads to: a port on 127.0.0.1 that hands requests on to the preview. It ends with the agent, whatever
 * becomes of the tunnel's command.
 *
 * The app sees the address that it has on this machine, in Host as in Origin and Referer: gateways route by it, and
 * apps compare the one with the other before they accept a form. What it redirects to comes back under the public one.
 */
export class FrontDoor {
  readonly port: number;
  /** Where others come from, once it is known: `https://name.example.com`. */
  publicUrl: string | undefined;
  readonly #server: Server;
  readonly #echo: Echo;
  readonly #preview: () => Preview;
  readonly #proxy = createProxyServer({ ws: true });

  private constructor(server: Server, echo: Echo, preview: () => Preview) {
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
    this.#echo = echo;
    this.#preview = preview;
    server.on("request", (request, response) => this.#request(request, response));
    server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
    this.#proxy.on("proxyRes", (answer) => {
      const { location } = answer.headers;
      // A gateway closes its connection after every answer; the tunnel's stays open.
      delete answer.headers.connection;
      if (location !== undefined) answer.headers.location = this.#seenFromOutside(location);
      // A link that is passed around must not end in a search engine.
      answer.headers["x-robots-tag"] = "noindex";
    });
  }

  static async open(echo: Echo, preview: () => Preview): Promise<FrontDoor> {
    const server = createServer();
    server.listen({ port: 0, host: "127.0.0.1", exclusive: true });
    await once(server, "listening");
    return new FrontDoor(server, echo, preview);
  }

  close(): Promise<void> {
    return closeServer(this.#server);
  }

  #request(request: IncomingMessage, response: ServerResponse): void {
    const answer = this.#echo.answerTo(request.url ?? "");
    if (answer !== undefined) {
      response.writeHead(answer === null ? 404 : 200, { "content-type": "text/plain", "cache-control": "no-store" });
      response.end(answer ?? "Nothing is here.\n");
      return;
    }
    this.#enter(request);
    this.#proxy.web(request, response, { target: this.#preview().localUrl }, () => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502, { "content-type": "text/plain" }).end("The preview does not answer just now.\n");
    });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    if (this.#echo.answerTo(request.url ?? "") !== undefined) {
      socket.destroy();
      return;
    }
    this.#enter(request);
    this.#proxy.ws(request, socket, head, { target: this.#preview().localUrl }, () => socket.destroy());
  }

  /** Has the request ask for the preview by the address that it has here. */
  #enter({ headers }: IncomingMessage): void {
    const { origin, host } = new URL(this.#preview().url);
    const asked = headers.host;
    const outside = new Set([this.publicUrl, asked && `https://${asked}`, asked && `http://${asked}`]);
    if (headers.origin !== undefined && outside.has(headers.origin)) headers.origin = origin;
    const referer = URL.parse(headers.referer ?? "");
    if (referer && outside.has(referer.origin)) headers.referer = `${origin}${referer.pathname}${referer.search}`;
    headers.host = host;
    for (const name of tunnelHeaders) delete headers[name];
  }

  #seenFromOutside(location: string): string {
    const { url, localUrl } = this.#preview();
    const to = URL.parse(location);
    const own = [url, localUrl].map((one) => new URL(one).origin);
    if (!to || this.publicUrl === undefined || !own.includes(to.origin)) return location;
    return `${this.publicUrl}${to.pathname}${to.search}${to.hash}`;
  }
}

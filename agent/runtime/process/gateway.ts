import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { createProxyServer } from "http-proxy-3";
import { closeServer } from "../../close-server.ts";
import { gatewayHeader } from "../../protocol/gateway-header.ts";
import type { Backend } from "./backend.ts";

/** A visitor's connection that is closed just as it is used again looks like a failure: they stay open, in ms. */
const idleConnectionMs = 75_000;

/**
 * The address of one route: listens on 127.0.0.1 and hands every request to the app that serves at that moment.
 * Connections to it outlive the apps behind it.
 */
export class Gateway {
  readonly port: number;
  readonly #server: Server;
  readonly #proxy = createProxyServer({ xfwd: true, ws: true });
  #hostnames: ReadonlySet<string> = new Set();
  #backend: Backend | undefined;

  private constructor(server: Server, port: number) {
    this.port = port;
    this.#server = server;
    server.on("request", (request, response) => this.#request(request, response));
    server.keepAliveTimeout = idleConnectionMs;
    server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
    // An app closes its connection after every answer; the visitor's stays open.
    this.#proxy.on("proxyRes", (answer) => void delete answer.headers.connection);
  }

  /** Listens on this port (0: any); undefined where somebody else does. */
  static async listen(port: number): Promise<Gateway | undefined> {
    const server = createServer();
    try {
      server.listen({ port, host: "127.0.0.1", exclusive: true });
      await once(server, "listening");
      return new Gateway(server, (server.address() as AddressInfo).port);
    } catch {
      return undefined;
    }
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Hands requests to this app from now on; those under way end where they began. */
  route(backend: Backend | undefined, hostnames: readonly string[]): void {
    this.#backend = backend;
    this.#hostnames = new Set(["127.0.0.1", "localhost", ...hostnames.map((name) => name.toLowerCase())]);
  }

  close(): Promise<void> {
    return closeServer(this.#server);
  }

  #request(request: IncomingMessage, response: ServerResponse): void {
    const backend = this.#backend;
    if (!this.#answersTo(request)) {
      refuse(response, 404, "No app answers to this name here.");
      return;
    }
    if (!backend) {
      refuse(response, 503, "The app is being started. Try again in a moment.");
      return;
    }
    response.once("close", backend.enter());
    this.#proxy.web(request, response, { target: backend.url }, () => {
      if (response.headersSent) response.destroy();
      else refuse(response, 502, "The app did not answer. Its log says why.");
    });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const backend = this.#backend;
    socket.on("error", () => socket.destroy());
    if (!backend || !this.#answersTo(request)) {
      socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n");
      return;
    }
    this.#proxy.ws(request, socket, head, { target: backend.url }, () => socket.destroy());
  }

  #answersTo(request: IncomingMessage): boolean {
    const name = (request.headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
    return this.#hostnames.size === 0 || this.#hostnames.has(name);
  }
}

function refuse(response: ServerResponse, status: number, text: string): void {
  const headers = { "content-type": "text/plain; charset=utf-8", [gatewayHeader]: String(status) };
  response.writeHead(status, headers).end(`${text}\n`);
}

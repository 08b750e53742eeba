import { spawn } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { basename, dirname } from "node:path";

export interface SmartHttpOptions {
  bareRepository: string;
  /** A folder with the hooks that hold for pushes over HTTP, and for these only. */
  hooks: string;
}

/** Hands one request of git to `git http-backend`: the real protocol, clone, fetch and push. Ends when it is answered. */
export function serveGit(
  request: IncomingMessage,
  response: ServerResponse,
  /** Below the repository: `/info/refs`, `/git-upload-pack` or `/git-receive-pack`. */
  path: string,
  query: string,
  login: string,
  options: SmartHttpOptions,
): Promise<void> {
  const child = spawn("git", ["http-backend"], {
    env: { ...backendEnvironment(request, path, query, options), REMOTE_USER: login },
    stdio: ["pipe", "pipe", "ignore"],
  });
  request.pipe(child.stdin);
  child.stdin.on("error", () => {});
  response.on("close", () => {
    if (!response.writableFinished) child.kill();
  });

  let head: Buffer | undefined = Buffer.alloc(0);
  child.stdout.on("data", (chunk: Buffer) => {
    if (head) {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) return;
      writeCgiHead(response, head.subarray(0, end).toString());
      write(head.subarray(end + 4));
      head = undefined;
    } else {
      write(chunk);
    }
  });
  const write = (chunk: Buffer) => {
    if (response.write(chunk)) return;
    child.stdout.pause();
    response.once("drain", () => child.stdout.resume());
  };

  return new Promise((resolve) => {
    const finish = () => {
      if (!response.headersSent) response.writeHead(500);
      response.end(resolve);
      if (response.destroyed) resolve();
    };
    child.on("error", finish);
    child.on("close", finish);
  });
}

function backendEnvironment(request: IncomingMessage, path: string, query: string, options: SmartHttpOptions) {
  const optional = (name: string, value: string | string[] | undefined) => (value ? { [name]: String(value) } : {});
  return {
    ...optional("PATH", process.env.PATH),
    GIT_PROJECT_ROOT: dirname(options.bareRepository),
    PATH_INFO: `/${basename(options.bareRepository)}${path}`,
    GIT_HTTP_EXPORT_ALL: "1",
    REQUEST_METHOD: request.method ?? "GET",
    QUERY_STRING: query,
    REMOTE_ADDR: "127.0.0.1",
    ...optional("CONTENT_TYPE", request.headers["content-type"]),
    ...optional("CONTENT_LENGTH", request.headers["content-length"]),
    ...optional("HTTP_CONTENT_ENCODING", request.headers["content-encoding"]),
    ...optional("GIT_PROTOCOL", request.headers["git-protocol"]),
    ...gitConfig({ "http.receivepack": "true", "safe.directory": "*", "core.hooksPath": options.hooks }),
  };
}

function gitConfig(settings: Record<string, string>): Record<string, string> {
  const pairs = Object.entries(settings).flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(Object.keys(settings).length), ...Object.fromEntries(pairs) };
}

function writeCgiHead(response: ServerResponse, head: string): void {
  const lines = head.split("\r\n").map((line) => line.split(/:\s*(.*)/s) as [string, string]);
  const status = lines.find(([name]) => name.toLowerCase() === "status");
  const headers = lines.filter(([name]) => name.toLowerCase() !== "status");
  response.writeHead(status ? Number.parseInt(status[1], 10) : 200, Object.fromEntries(headers));
}

/** @module-tag namespaces */
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { Shares } from "../../agent/preview/share/shares.ts";
import { watched } from "../support/runtime-contract/setting.ts";
import { type OtherNetwork, otherNetwork } from "../support/tunnel/other-network.ts";

const owner = { repo: "shop", change: "one" };
const times = { opening: 40_000, probe: 100, firstPause: 50, longestPause: 1_000 };
const script = fileURLToPath(new URL("../support/tunnel/tunnel.ts", import.meta.url));

let outside: OtherNetwork;
let command: string;
let app: { port: number; close(): void };

beforeAll(async () => {
  outside = await otherNetwork();
  command = `${process.execPath} ${script} ${outside.name} ${outside.address} http://docs.invalid`;
  app = await startApp();
});
afterAll(async () => {
  app?.close();
  await outside?.close();
});

/** Says what it was asked, redirects within itself and to others, and echoes over an upgraded connection. */
async function startApp() {
  const server = createServer(({ url = "", headers }, response) => {
    const to = new URL(url, `http://${headers.host}`).searchParams.get("to");
    if (to === null) response.end(JSON.stringify({ url, headers }));
    else response.writeHead(302, { location: to === "own" ? `http://${headers.host}/there?a=1` : to }).end();
  });
  server.on("upgrade", ({ headers }, socket) => {
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n${headers.origin} `,
    );
    socket.pipe(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

function spec(more: { command?: string } = {}) {
  const preview = { url: `http://one.shop.localhost:${app.port}`, localUrl: `http://127.0.0.1:${app.port}` };
  const environment = { PATH: process.env.PATH ?? "", GITHUB_TOKEN: "hidden", SLIPWAY_HOME: "hidden" };
  return { owner, preview, command, environment, ...more };
}

function openShares({ opening = times.opening } = {}): Shares {
  const shares = new Shares({ ...times, opening });
  onTestFinished(() => shares.closeAll());
  return shares;
}

test("the app is asked under its own name, and what it redirects to comes back under the public one", async () => {
  const { url } = await openShares().open(spec(), watched());
  const form = { origin: url, referer: `${url}/form?a=1`, "x-forwarded-host": "elsewhere" };
  const { headers, text } = await outside.get(`${url}/post?a=1`, form);
  const seen = JSON.parse(text);
  const own = `one.shop.localhost:${app.port}`;
  expect(seen).toMatchObject({
    url: "/post?a=1",
    headers: { host: own, origin: `http://${own}`, referer: `http://${own}/form?a=1` },
  });
  expect(seen.headers).not.toHaveProperty("x-forwarded-host");
  expect(headers["x-robots-tag"]).toBe("noindex");
  const foreign = JSON.parse((await outside.get(`${url}/`, { origin: "https://evil.example.com" })).text);
  expect(foreign.headers.origin).toBe("https://evil.example.com");

  expect((await outside.get(`${url}/?to=own`)).headers.location).toBe(`${url}/there?a=1`);
  expect((await outside.get(`${url}/?to=http://other.test/`)).headers.location).toBe("http://other.test/");
  expect((await outside.get(`${url}/.well-known/slipway-share/guess`)).status).toBe(404);
});

test("websockets get through", async () => {
  const { url } = await openShares().open(spec(), watched());
  const { hostname, port, host } = new URL(url);
  const socket: Socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  socket.write(
    `GET / HTTP/1.1\r\nhost: ${host}\r\norigin: ${url}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`,
  );
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk;
  });
  await expect.poll(() => text).toContain(`http://one.shop.localhost:${app.port} `);
  socket.write("hello");
  await expect.poll(() => text).toMatch(/hello$/);
});

test("a link that leads nowhere any more is found out although the command goes on, and a new one is told of", async () => {
  const shares = openShares();
  const { url } = await shares.open(spec({ command: `${command} stay` }), watched());
  const told: (string | undefined)[] = [];
  let away = true;
  const announce = async (address: string | undefined) => {
    if (away) {
      away = false;
      throw new Error("GitHub is away");
    }
    told.push(address);
  };
  await shares.announceBy(owner, announce, url);
  let interrupted: string | undefined;
  shares.changes.add(() => {
    interrupted ??= shares.find(owner)?.interrupted;
  });
  for (const pid of await outside.pids()) process.kill(pid, "SIGKILL");
  await expect.poll(() => shares.find(owner)).toEqual({ url: expect.not.stringMatching(`^${url}$`) });
  expect(interrupted).toContain(url);
  // What could not be told at once is told a little later.
  await expect.poll(() => told).toEqual([shares.find(owner)?.url]);
  await shares.close(owner);
  expect(told.at(-1)).toBeUndefined();
  expect(await outside.pids()).toEqual([]);
});

test("the command sees its port and the preview's address, an empty private folder, and no secret", async () => {
  const work = watched();
  const say = 'env; echo "mode $(stat -c %a .) holds $(ls | wc -l)"';
  await expect(openShares().open(spec({ command: `${say}; exit 1` }), work)).rejects.toMatchObject({
    code: "share-failed",
  });
  const seen = work.logged();
  expect(seen).toMatch(/^PORT=\d+$/m);
  expect(seen).toContain(`SLIPWAY_PREVIEW_URL=http://one.shop.localhost:${app.port}`);
  expect(seen).toContain("mode 700 holds 0");
  expect(seen).not.toContain("hidden");
});

test("links to this machine, and those of others, do not count: after a while it is given up", async () => {
  const shares = openShares({ opening: 3_000 });
  const attempt = shares.open(
    spec({ command: 'echo "http://127.0.0.1:$PORT http://localhost:$PORT"; sleep 100' }),
    watched(),
  );
  await expect(attempt).rejects.toMatchObject({
    code: "share-failed",
    why: expect.stringMatching(/within 3 s; it printed no link to another machine; its output ends with:\nhttp:/),
  });
  expect(shares.some).toBe(false);
});

test("it is cancelled at once, and a share by another command takes the former's place", async () => {
  const shares = openShares();
  const work = watched();
  work.cancelOn("waiting");
  await expect(shares.open(spec({ command: "echo waiting; sleep 100" }), work)).rejects.toThrow(/abort/i);
  expect(shares.some).toBe(false);
  const ended = shares.open(spec({ command: "sleep 100" }), watched());
  expect(await shares.close(owner)).toBe(true);
  await expect(ended).rejects.toMatchObject({ code: "share-ended" });
  const first = await shares.open(spec(), watched());
  expect(await shares.open(spec(), watched())).toEqual(first);
  const second = await shares.open(spec({ command: `: other; ${command}` }), watched());
  expect(second).not.toEqual(first);
  await expect(outside.get(first.url)).rejects.toThrow();
  expect(await outside.pids()).toHaveLength(1);
});

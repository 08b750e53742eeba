import { once } from "node:events";
import { get } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, describe, expect, test } from "vitest";
import { answers } from "../../../agent/client/answers.ts";
import { Problem } from "../../../agent/problem.ts";
import { freePort } from "../../../agent/runtime/process/free-port.ts";
import type { ServeSpec } from "../../../agent/runtime/runtime.ts";
import { Secret } from "../../../agent/secrets/secret.ts";
import type { Setting } from "../runtime-contract.ts";
import { steadyRequests } from "../steady-requests.ts";
import { watched } from "./setting.ts";

interface Answer {
  version: string;
  greeting: string;
  baseUrl: string;
}

/** Serving: healthy before it is reachable, one version at a time, not one request lost in between. */
export function describeServing(setting: Setting): void {
  describe("serving", () => {
    const owner = { repo: setting.repo, change: "serving" };
    const spec = (version: string, more: Partial<ServeSpec> = {}): ServeSpec => ({
      owner,
      name: "web",
      artifact: setting.app(),
      command: "node server.mjs",
      route: "preview",
      version,
      port: 3000,
      health: "/healthz",
      healthTimeoutSeconds: 30,
      hostnames: ["serving.test.localhost"],
      ...more,
      env: { VERSION: version, ...more.env },
    });
    const ask = async (url: string): Promise<Answer> =>
      (await fetch(url, { signal: AbortSignal.timeout(5_000) })).json() as Promise<Answer>;

    afterAll(() => setting.runtime().workloads.unserve(owner, "preview"), 60_000);

    test("an app answers on 127.0.0.1 and knows its own address", async () => {
      const { workloads } = setting.runtime();
      const env = { GREETING: new Secret("hello") };
      const served = await workloads.serve(spec("v1", { env, envFor: (url) => ({ BASE_URL: url }) }), watched());
      expect(served.url).toBe(`http://127.0.0.1:${served.port}`);
      expect(await ask(served.url)).toMatchObject({ version: "v1", greeting: "hello", baseUrl: served.url });
      expect(await workloads.serving(owner, "preview")).toEqual(served);
    }, 60_000);

    test("it answers to its host names and to no other", async () => {
      const { workloads } = setting.runtime();
      const { port } = await workloads.serve(spec("v1"), watched());
      expect(await statusFor(port, `serving.test.localhost:${port}`)).toBe(200);
      expect(await statusFor(port, `localhost:${port}`)).toBe(200);
      expect(await statusFor(port, "evil.example.com")).toBe(404);
    }, 60_000);

    test("the same version twice starts nothing new", async () => {
      const { workloads } = setting.runtime();
      const first = await workloads.serve(spec("v1"), watched());
      expect(await workloads.serve(spec("v1"), watched())).toEqual(first);
    }, 60_000);

    test("the same version with another environment is started anew, also where one is kept", async () => {
      const { workloads } = setting.runtime();
      const greeting = (version: string, hello: string) =>
        workloads.serve(spec(version, { keep: 1, env: { GREETING: new Secret(hello) } }), watched());
      await greeting("v1", "hello");
      const { url } = await greeting("v1", "good day");
      expect(await ask(url)).toMatchObject({ version: "v1", greeting: "good day" });
      await greeting("v2", "hello");
      await greeting("v1", "good night");
      expect(await ask(url)).toMatchObject({ version: "v1", greeting: "good night" });
      await greeting("v2", "hello");
    }, 120_000);

    test("what an app prints can be read, and read on", async () => {
      const { workloads } = setting.runtime();
      const { url } = await workloads.serve(spec("v1"), watched());
      const first = await workloads.output(owner, "preview");
      expect(first?.text).toContain("version v1 listens on ");
      await ask(`${url}/words`);
      const more = () => workloads.output(owner, "preview", first?.next);
      await expect.poll(async () => (await more())?.text).toBe("words: ä, and more\nof them\n");
      const last = await workloads.output(owner, "preview", (await more())?.next);
      expect(last).toEqual({ text: "", next: (await more())?.next });
      expect(await workloads.output(owner, "nothing")).toBeUndefined();
    }, 60_000);

    test("the next version takes over without losing a request, on the same port", async () => {
      const { workloads } = setting.runtime();
      const first = await workloads.serve(spec("v1"), watched());
      const load = steadyRequests(first.url, 50);
      await load.answered(25);
      const slow = ask(`${first.url}/slow`);
      const second = await workloads.serve(spec("v2"), watched());
      await load.answered(50);
      const { failures, bodies } = await load.stop();
      expect(second.port).toBe(first.port);
      expect(failures).toEqual([]);
      const versions = bodies.map((body) => (JSON.parse(body) as Answer).version);
      expect(versions[0]).toBe("v1");
      expect(versions.at(-1)).toBe("v2");
      expect(versions.lastIndexOf("v1")).toBeLessThan(versions.indexOf("v2") + 5);
      expect(await slow).toMatchObject({ version: "v1" });
    }, 90_000);

    test("an app that listens and never answers is removed, and the old one keeps serving", async () => {
      const { workloads } = setting.runtime();
      const before = await workloads.serve(spec("v2"), watched());
      const traces = await setting.traces();
      const deaf = spec("v3", { env: { DEAF: "1" }, healthTimeoutSeconds: 3 });
      const error = await workloads.serve(deaf, watched()).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Problem);
      expect(String(error)).toContain("/healthz");
      expect(String(error)).toContain("version v3 listens");
      expect(await ask(before.url)).toMatchObject({ version: "v2" });
      expect(await workloads.serving(owner, "preview")).toEqual(before);
      expect(await setting.traces()).toEqual(traces);
    }, 60_000);

    test("an app that ends at once is reported at once, with its last words", async () => {
      const { workloads } = setting.runtime();
      const before = await workloads.serve(spec("v2"), watched());
      const since = Date.now();
      const broken = spec("v4", { command: "echo cannot find the module; exit 9" });
      const error = await workloads.serve(broken, watched()).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Problem);
      expect(String(error)).toContain("cannot find the module");
      expect(String(error)).toContain("9");
      expect(Date.now() - since).toBeLessThan(20_000);
      expect(await ask(before.url)).toMatchObject({ version: "v2" });
    }, 60_000);

    test("a cancelled start leaves the old one serving and nothing else", async () => {
      const { workloads } = setting.runtime();
      const before = await workloads.serve(spec("v2"), watched());
      const traces = await setting.traces();
      const work = watched();
      work.cancelOn("version v5 listens");
      const deaf = spec("v5", { env: { DEAF: "1" }, healthTimeoutSeconds: 60 });
      await expect(workloads.serve(deaf, work)).rejects.toMatchObject({ name: "AbortError" });
      expect(await ask(before.url)).toMatchObject({ version: "v2" });
      await expect.poll(() => setting.traces(), { timeout: 10_000 }).toEqual(traces);
    }, 60_000);

    test("a kept version serves again", async () => {
      const { workloads } = setting.runtime();
      const first = await workloads.serve(spec("v6", { keep: 1 }), watched());
      const next = await workloads.serve(spec("v7", { keep: 1 }), watched());
      const back = await workloads.serve(spec("v6", { keep: 1 }), watched());
      expect(back).toMatchObject({ id: first.id, port: next.port });
      expect(await ask(back.url)).toMatchObject({ version: "v6" });
    }, 90_000);

    test("two routes have ports of their own, and a wanted port is kept when it is free", async () => {
      const { workloads } = setting.runtime();
      const one = await workloads.serve(spec("v6"), watched());
      const other = await workloads.serve(
        spec("w1", { route: "second", preferredPort: one.port, hostnames: [] }),
        watched(),
      );
      expect(other.port).not.toBe(one.port);
      expect(await ask(other.url)).toMatchObject({ version: "w1" });
      await workloads.unserve(owner, "second");
      const again = await workloads.serve(
        spec("w2", { route: "second", preferredPort: other.port, hostnames: [] }),
        watched(),
      );
      expect(again.port).toBe(other.port);
      await workloads.unserve(owner, "second");
    }, 90_000);

    test("an app that no longer listens is down, and what it says itself is up", async () => {
      const { workloads } = setting.runtime();
      const owner = { repo: setting.repo, change: "shut" };
      const { port, url } = await workloads.serve(spec("v1", { owner, hostnames: ["shut.localhost"] }), watched());
      const named = `http://shut.localhost:${port}`;
      expect(await answers(named)).toBe(true);
      expect(await answers(`${named}/broken`)).toBe(true);
      expect(await answers(`http://another.localhost:${port}`)).toBe(false);
      await ask(`${url}/shut`);
      await expect.poll(() => answers(named)).toBe(false);
      await workloads.unserve(owner, "preview");
      expect(await answers(named)).toBe(false);
    }, 60_000);

    test("a fixed port is had whatever came first, and the route moves when it is another", async () => {
      const { workloads } = setting.runtime();
      const live = { owner: { repo: setting.repo, change: "live" }, route: "production", hostnames: [] };
      const [first, second] = [await freePort(), await freePort()];
      await workloads.serve(spec("v1"), watched());
      const baseUrl = { envFor: (url: string) => ({ BASE_URL: url }) };
      const at = (version: string, fixedPort: number) => spec(version, { ...live, ...baseUrl, fixedPort });
      const served = await workloads.serve(at("p1", first), watched());
      expect(served.port).toBe(first);
      expect(await workloads.serve(at("p1", first), watched())).toEqual(served);
      const moved = await workloads.serve(at("p1", second), watched());
      expect(await workloads.serving(live.owner, live.route)).toEqual(moved);
      expect(await ask(`http://127.0.0.1:${second}`)).toMatchObject({ version: "p1", baseUrl: moved.url });
      await expect(fetch(served.url)).rejects.toThrow();
      await workloads.unserve(live.owner, live.route);
    }, 90_000);

    test("a fixed port that somebody else has is a problem, and what served before still does", async () => {
      const { workloads } = setting.runtime();
      const live = { owner: { repo: setting.repo, change: "live" }, route: "production", hostnames: [] };
      const before = await workloads.serve(spec("p1", { ...live, fixedPort: await freePort() }), watched());
      const other = createServer().listen(0, "127.0.0.1");
      await once(other, "listening");
      const { port } = other.address() as AddressInfo;
      const traces = await setting.traces();
      const taken = { code: "port-taken", where: `127.0.0.1:${port}` };
      await expect(workloads.checkPort({ ...live, fixedPort: port }, watched())).rejects.toMatchObject(taken);
      const serving = workloads.serve(spec("p2", { ...live, fixedPort: port }), watched());
      await expect(serving).rejects.toMatchObject(taken);
      expect(await ask(before.url)).toMatchObject({ version: "p1" });
      expect(await setting.traces()).toEqual(traces);
      other.close();
      await workloads.checkPort({ ...live, fixedPort: port }, watched());
      expect(await workloads.serving(live.owner, live.route)).toEqual(before);
      expect(await setting.traces()).toEqual(traces);
      await workloads.unserve(live.owner, live.route);
    }, 90_000);

    test("a route that ended serves nothing, and ending it again is no error", async () => {
      const { workloads } = setting.runtime();
      const served = await workloads.serve(spec("v6"), watched());
      await workloads.unserve(owner, "preview");
      await workloads.unserve(owner, "preview");
      expect(await workloads.serving(owner, "preview")).toBeUndefined();
      const answer = await fetch(served.url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
      expect(answer === undefined || answer.status === 404).toBe(true);
    }, 60_000);
  });
}

/** The status of `GET /` with a Host header of one's own, which fetch does not allow. */
function statusFor(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = get({ host: "127.0.0.1", port, path: "/", headers: { host }, timeout: 5_000 }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on("timeout", () => request.destroy(new Error("no answer")));
    request.on("error", reject);
  });
}

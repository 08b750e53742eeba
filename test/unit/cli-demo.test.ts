import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { demoResult, successLines } from "../../agent/cli/demo/demo-result.ts";
import { requireUnnoticed } from "../../agent/cli/demo/judge-sightings.ts";
import { type Sightings, startProbe } from "../../agent/cli/demo/probe.ts";
import { unpainted } from "../../agent/cli/render/paint.ts";
import { answers } from "../../agent/client/answers.ts";
import { gatewayHeader } from "../../agent/protocol/gateway-header.ts";

/** A shop whose answers the test decides, one by one. */
async function shop(
  answer: (request: number) => { status?: number; text?: string; headers?: Record<string, string> } | "cut",
) {
  let requests = 0;
  const server = createServer((request, response) => {
    const what = answer(++requests);
    if (what === "cut") request.socket.destroy();
    else response.writeHead(what.status ?? 200, what.headers).end(what.text ?? "old");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `http://shop.localhost:${(server.address() as AddressInfo).port}/`;
  return { url, requests: () => requests };
}

async function look(answer: Parameters<typeof shop>[0], enough: number): Promise<Sightings> {
  const { url, requests } = await shop(answer);
  const probe = startProbe(url, 200, (text) => text === "new");
  await expect.poll(requests).toBeGreaterThanOrEqual(enough);
  return probe.stop();
}

test("a visitor sees the old page, then the changed one, and nothing else", async () => {
  const sightings = await look((request) => ({ text: request <= 5 ? "old" : "new" }), 12);
  expect(sightings).toMatchObject({ failures: [], before: 5, relapses: 0 });
  expect(sightings.before + sightings.after).toBe(sightings.requests);
  expect(() => requireUnnoticed(sightings, "shop")).not.toThrow();
});

test.each([
  [
    "an error",
    (request: number) => ({ status: request === 7 ? 500 : 200, text: request < 7 ? "old" : "new" }),
    "status 500",
  ],
  [
    "a cut line",
    (request: number) => (request === 7 ? "cut" : { text: request < 7 ? "old" : "new" }),
    "socket hang up",
  ],
] as const)("%s is counted, and no request is repeated", async (_, answer, reason) => {
  const sightings = await look(answer, 12);
  expect(sightings.failures).toEqual([reason]);
  expect(() => requireUnnoticed(sightings, "shop")).toThrow(`1 of ${sightings.requests} requests failed: ${reason}`);
});

test("the old page after the changed one, and a switch that nobody saw, are noticed too", async () => {
  const relapsed = await look((request) => ({ text: request > 5 && request < 9 ? "new" : "old" }), 14);
  expect(relapsed.relapses).toBeGreaterThan(0);
  expect(() => requireUnnoticed(relapsed, "shop")).toThrow("got the old page after the switch");
  const calm = { requests: 9, failures: [], relapses: 0 };
  expect(() => requireUnnoticed({ ...calm, before: 0, after: 9 }, "shop")).toThrow("old page before the switch");
  expect(() => requireUnnoticed({ ...calm, before: 9, after: 0 }, "shop")).toThrow("changed page after the switch");
});

test("a preview is up when the app answers, be it with an error of its own, and not when only the gateway does", async () => {
  const headers = { [gatewayHeader]: "502" };
  const { url } = await shop((request) => (request <= 3 ? { status: [200, 500, 502][request - 1] } : { headers }));
  const four = [await answers(url), await answers(url), await answers(url), await answers(url)];
  expect(four).toEqual([true, true, true, false]);
  expect(await answers("http://127.0.0.1:9/")).toBe(false);
});

test("the overhead is what the whole took beyond the stages that decided it", () => {
  const stage = (name: string, seconds: number, critical: boolean) =>
    ({ name, status: "succeeded", seconds, critical }) as const;
  const times = {
    seconds: 22,
    stages: [stage("found", 5, true), stage("ship/build", 9, false), stage("ship/clone", 15, true)],
  };
  expect(demoResult("failed", times, {})).toMatchObject({
    status: "failed",
    previewUrl: null,
    criticalPath: { stages: ["found", "ship/clone"], seconds: 20, overheadPercent: 10 },
  });
  expect(successLines(times, {}, unpainted).join("\n")).toContain("20 s; Slipway's own overhead 10.0 %.");
});

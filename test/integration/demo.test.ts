import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Census, Thing } from "../support/census.ts";
import { getPage } from "../support/get-page.ts";
import { leftBehind, takePicture } from "../support/left-behind.ts";
import { queryUrl } from "../support/practice-company.ts";
import { markedOnDocker } from "../support/runtime-view.ts";
import { type CommandResult, type JsonLine, slipway } from "../support/slipway.ts";
import { type SlipwayHome, slipwayHome } from "../support/slipway-home.ts";

const addition = "Delivered in";
const limit = 400_000;
/** What no demonstration takes away: what can be made again, by name, and what the agent keeps of its past runs. */
const cachedImage = /^slipway(-practice|\.local)?\//;
const memory = /^state(\/(agent\.log|keys(\/.*)?|outputs(\/.*)?|runs(\/.*)?|processes|targets))?$/;

const noDocker = { DOCKER_HOST: "unix:///nonexistent", SLIPWAY_RUNTIME: undefined };

describe.each([
  { runtime: "docker", tags: ["docker", "git"], environment: {}, keeps: false },
  { runtime: "process", tags: ["postgres", "git"], environment: noDocker, keeps: true },
])("slipway demo on the $runtime runtime", ({ runtime, tags, environment, keeps }) => {
  const companies: string[] = [];
  let home: SlipwayHome;
  let before: Census;
  let kept: CommandResult;

  beforeAll(async () => {
    before = await takePicture();
    home = await slipwayHome({ SLIPWAY_RUNTIME: runtime });
  }, 900_000);

  afterAll(async () => {
    await slipway(home, ["demo", "--stop"]);
    await home.remove();
  });

  // What is kept and how it is taken down is the same on both.
  const toStay = () => {
    test("--keep ends with all of it up, for others to look at", { tags, timeout: limit }, async () => {
      kept = await demo(["--keep"]);
      expect(kept.last).toMatchObject(succeeded(runtime));
      const { previewUrl, pullRequestUrl, productionUrl, productionDatabaseUrl } = addresses(kept.last);
      for (const url of [previewUrl, productionUrl]) {
        const { status, text } = await getPage(url);
        expect([url, status, text.includes(addition)]).toEqual([url, 200, true]);
      }
      const days = await queryUrl(productionDatabaseUrl, "SELECT min(delivery_days) AS least FROM products");
      expect(days).toEqual([{ least: 2 }]);

      const repository = pullRequestUrl.replace(/\/pull\/\d+$/, ".git");
      const heads = (await execa("git", ["ls-remote", "--heads", repository])).stdout;
      const merged = kept.events.findLast(({ type, stage }) => type === "succeeded" && stage === "merge");
      expect(heads).toContain(`${(merged as { output: { commit: string } }).output.commit}\trefs/heads/main`);
      expect(heads).toContain("refs/heads/1-show-how-long-delivery-takes");
      const { text } = await getPage(pullRequestUrl);
      expect(text).toContain(`href="${previewUrl}"`);
      expect(text).toContain("Merged");
    });

    test("--stop takes down what was kept", { tags, timeout: limit }, async () => {
      expect(await slipway(home, ["demo", "--stop"])).toMatchObject({ exitCode: 0 });
      expect(await left()).toEqual([]);
      const { productionUrl, pullRequestUrl } = addresses(kept.last);
      for (const url of [productionUrl, pullRequestUrl]) await expect(getPage(url)).rejects.toThrow("ECONNREFUSED");
    });
  };
  if (keeps) describe("that is to stay", toStay);

  test("leaves nothing, wherever Docker is", { tags, timeout: limit }, async () => {
    const { last } = await demo([], environment);
    expect(last).toMatchObject(succeeded(runtime));
    const { productionUrl } = addresses(last);
    await expect(getPage(productionUrl)).rejects.toThrow("ECONNREFUSED");
    expect(await left()).toEqual([]);
  });

  async function demo(
    options: readonly string[],
    env: Record<string, string | undefined> = {},
  ): Promise<CommandResult> {
    const company = join(home.places.state, "practice", "company.json");
    const onLine = ({ kind, name }: JsonLine) => {
      if (kind === "step" && name === "found") companies.push(JSON.parse(readFileSync(company, "utf8")).id);
    };
    const result = await slipway(home, ["demo", ...options], { env, onLine });
    expect([result.exitCode, result.lines.findLast(({ kind }) => kind === "error")]).toEqual([0, undefined]);
    return result;
  }

  const left = () => leftBehind(before, { home, companies, repository: markedOnDocker(home, "practice-shop") }, isKept);

  function isKept({ kind, label }: Thing): boolean {
    if (kind === "image") return cachedImage.test(label);
    if (kind !== "file") return false;
    if (label === home.folder || label.startsWith(home.places.cache) || label.startsWith(home.databases)) return true;
    return memory.test(relative(home.folder, label));
  }
});

/** DESIGN §4.2: what the command ends with. */
function succeeded(runtime: string) {
  const stage = { name: expect.any(String), status: "succeeded", seconds: expect.any(Number) };
  return {
    kind: "demo",
    status: "succeeded",
    runtime,
    previewUrl: expect.stringMatching(/^http:\/\/1-show-how-long-delivery-takes\.[a-z-]+\.localhost:\d+$/),
    pullRequestUrl: expect.stringMatching(/\/pull\/\d+$/),
    productionUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    productionDatabaseUrl: expect.stringMatching(/^postgres:\/\//),
    stages: expect.arrayContaining([
      { ...stage, name: "ship/propose" },
      { ...stage, name: "release/announce" },
    ]),
    seconds: expect.any(Number),
    criticalPath: { stages: expect.arrayContaining(["ship/migrate"]), overheadPercent: expect.any(Number) },
    visitors: { failures: [], relapses: 0 },
  };
}

function addresses(result: JsonLine) {
  return result as Record<"previewUrl" | "pullRequestUrl" | "productionUrl" | "productionDatabaseUrl", string>;
}

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Census } from "../support/census.ts";
import { killAgentOf } from "../support/kill-agent.ts";
import { leftBehind, takePicture } from "../support/left-behind.ts";
import { queryUrl } from "../support/practice-company.ts";
import { dockerSpares, dockerView, markedOnDocker, processView } from "../support/runtime-view.ts";
import { type SecondCompany, secondCompany } from "../support/second-repository.ts";
import { type SlipwayHome, slipwayHome } from "../support/slipway-home.ts";

describe.each([
  { view: dockerView, tags: ["docker", "postgres", "git"] },
  { view: processView, tags: ["postgres", "git"] },
])("snapshots and clones by the command line, on $view.runtime", { timeout: 120_000 }, ({ view, tags }) => {
  let before: Census;
  let home: SlipwayHome;
  let company: SecondCompany;
  let image: string;
  let url: string;

  beforeAll(async () => {
    before = await takePicture();
    home = await slipwayHome({ SLIPWAY_RUNTIME: view.runtime });
    company = await secondCompany(home);
  }, 120_000);

  afterAll(async () => {
    await company?.stop();
    await home?.remove();
    expect(await leftBehind(before, { home, repository: markedOnDocker(home, "toolshed-village") })).toEqual([]);
  }, 120_000);

  test("without any, the lists say how to come by one, and what needs one says so", { tags }, async () => {
    for (const noun of ["snapshot", "clone"]) {
      expect(await company.slipway([noun, "list"])).toMatchObject({ exitCode: 0, lines: [] });
    }
    for (const args of [
      ["clone", "reset"],
      ["clone", "psql"],
      ["clone", "stop"],
    ]) {
      const { exitCode, last } = await company.slipway(args);
      expect([exitCode, last.next]).toEqual([2, expect.stringContaining("slipway clone start")]);
    }
    const removed = await company.slipway(["snapshot", "remove", "nothing"]);
    expect([removed.exitCode, removed.last.next]).toEqual([2, expect.stringContaining("snapshot list")]);
  });

  test("a snapshot is built once for the same inputs", { tags }, async () => {
    const built = await company.slipway(["snapshot", "build"]);
    expect(built.last).toMatchObject({ kind: "snapshot", reused: false, seconds: expect.any(Number) });
    const { rows, bytes, imageBytes } = built.last as Record<string, number>;
    expect(rows).toBeGreaterThan(10);
    expect(bytes).toBeGreaterThan(7_000_000);
    expect(imageBytes).toBeGreaterThan(bytes ?? 0);
    image = String(built.last.image);
    const again = await company.slipway(["snapshot", "build"]);
    expect(again.last).toMatchObject({ kind: "snapshot", image, rows, reused: true });
    expect((await company.slipway(["snapshot", "list"])).lines).toMatchObject([
      { kind: "snapshot", image, rows, bytes, imageBytes, changes: [], at: expect.any(Number) },
    ]);
  });

  test("a clone is started from it and found again, with a database to work on", { tags }, async () => {
    const started = await company.slipway(["clone", "start"]);
    expect(started.last).toMatchObject({ kind: "clone", change: "due-dates", container: expect.any(String) });
    url = String(started.last.url);
    expect(new URL(url).hostname).toBe("127.0.0.1");
    expect(await queryUrl(url, "SELECT count(*)::int AS tools FROM tools")).toMatchObject([
      { tools: expect.any(Number) },
    ]);
    expect((await company.slipway(["clone", "start"])).last).toMatchObject({ url });
    expect((await company.slipway(["clone", "list"])).lines).toEqual([
      {
        kind: "clone",
        change: "due-dates",
        container: started.last.container,
        snapshot: image,
        bytes: expect.any(Number),
      },
    ]);
    expect((await company.slipway(["snapshot", "list"])).lines).toMatchObject([{ image, changes: ["due-dates"] }]);
  });

  test.runIf(view.runtime === "docker")(
    "one is kept for the next change, is nobody's clone, and ends with the agent, also a killed one's",
    {
      tags,
    },
    async () => {
      const spares = () => dockerSpares(markedOnDocker(home, "toolshed-village"));
      await expect.poll(spares).toHaveLength(1);
      expect((await company.slipway(["clone", "list"])).lines).toHaveLength(1);
      expect((await company.slipway(["snapshot", "list"])).lines).toMatchObject([{ changes: ["due-dates"] }]);
      const { last: cleaned } = await company.slipway(["clean"]);
      expect(cleaned.removed).toEqual([expect.stringMatching(/\.spare$/)]);
      expect(await spares()).toEqual([]);
      expect((await company.slipway(["clone", "start"])).last).toMatchObject({ url });
      await expect.poll(spares).toHaveLength(1);
      killAgentOf(home);
      expect(await spares()).toHaveLength(1);
      expect((await company.slipway(["clone", "list"])).lines).toHaveLength(1);
      await company.slipway(["agent", "stop"]);
      await expect.poll(spares).toEqual([]);
    },
  );

  test("no event of the run holds the clone's password", { tags }, async () => {
    const { events } = await company.slipway(["clone", "start"]);
    const { password } = new URL(url);
    expect(password.length).toBeGreaterThan(15);
    expect(JSON.stringify(events)).not.toContain(decodeURIComponent(password));
  });

  test("its owner is no superuser and changes the schema as migrations do; a reset takes it all back", {
    tags,
  }, async () => {
    await queryUrl(url, "CREATE TABLE scratch (id int); DROP TABLE IF EXISTS tools CASCADE");
    expect(await queryUrl(url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")).toEqual([
      { rolsuper: false },
    ]);
    const reset = await company.slipway(["clone", "reset"]);
    expect(reset.last).toMatchObject({ kind: "clone", change: "due-dates", seconds: expect.any(Number) });
    expect(
      await queryUrl(url, "SELECT to_regclass('scratch') AS scratch, to_regclass('tools')::text AS tools"),
    ).toEqual([{ scratch: null, tools: "tools" }]);
  });

  test("psql works on it", { tags }, async () => {
    const { exitCode, stdout } = await company.psql(["-qAtc", "SELECT current_database() || ' ' || current_user"]);
    expect([exitCode, stdout.trim()]).toEqual([0, "dev app"]);
    expect((await company.psql(["-qAtc", "SELECT 1/0"])).exitCode).toBe(1);
    const encrypted = await company.psql(["-qAtc", "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"]);
    expect(encrypted.stdout.trim()).toBe(view.runtime === "docker" ? "t" : "f");
  });

  test("an outdated snapshot serves on while a run of its own makes the next", { tags }, async () => {
    await company.configure((text) => text.replace('"app": {', '"snapshot": { "maxAge": "1s" },\n  "app": {'));
    expect((await company.slipway(["clone", "start"])).last).toMatchObject({ url });
    const refreshed = async () =>
      (await company.slipway(["status"])).lines.filter(
        ({ does, status }) => does === "snapshot" && status !== "running",
      );
    await expect
      .poll(refreshed, { timeout: 60_000, interval: 500 })
      .toMatchObject([
        { title: "Snapshot", status: "succeeded", outputs: { snapshot: { reused: false } } },
        { outputs: { snapshot: { reused: true } } },
        { outputs: { snapshot: { reused: false } } },
      ]);
    const { lines } = await company.slipway(["snapshot", "list"]);
    expect(lines.map(({ changes }) => changes)).toEqual([[], ["due-dates"]]);
    const [newest] = lines;
    expect((await company.slipway(["snapshot", "remove", String(newest?.key)])).last).toMatchObject({ removed: true });
  });

  test("a snapshot stays while a clone of it runs; then both go", { tags }, async () => {
    const refused = await company.slipway(["snapshot", "remove", image]);
    expect([refused.exitCode, refused.last.where]).toEqual([2, "due-dates"]);
    expect((await company.slipway(["clone", "stop"])).last).toEqual({ kind: "clone", change: "due-dates", up: false });
    expect((await company.slipway(["clone", "list"])).lines).toEqual([]);
    expect((await company.slipway(["snapshot", "remove", image])).last).toMatchObject({ image, removed: true });
    expect((await company.slipway(["snapshot", "list"])).lines).toEqual([]);
  });
});

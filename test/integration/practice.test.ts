import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Docker from "dockerode";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { requests } from "../../agent/protocol/messages.ts";
import type { PracticeCompany } from "../../agent/protocol/practice-company.ts";
import { practiceFile } from "../../practice/files.ts";
import { killAgentOf } from "../support/kill-agent.ts";
import {
  type CompanyPlace,
  linesOf,
  queryUrl,
  type RunningCompany,
  removeCompany,
  spawnCompany,
  startCompany,
} from "../support/practice-company.ts";
import { agentClient } from "../support/slipway-agent.ts";
import { type SlipwayHome, slipwayHome } from "../support/slipway-home.ts";

const rowsOf = ["orders", "order_items", "customers", "addresses", "products", "categories", "reviews", "staff"];

describe.each([
  { runtime: "process" as const, tags: ["postgres", "git"] },
  { runtime: "docker" as const, tags: ["docker", "git"] },
])("the practice company on $runtime", ({ runtime, tags }) => {
  let room: string;
  let place: CompanyPlace;
  let company: RunningCompany;

  beforeAll(async () => {
    room = mkdtempSync(join(tmpdir(), "slipway-test-practice-"));
    place = { state: join(room, "state"), cache: join(room, "cache"), runtime };
    company = await startCompany(place);
  });
  afterAll(async () => {
    await removeCompany(place.state);
    rmSync(room, { recursive: true, force: true });
  });

  test("has a production of more than a million rows, all references whole", { tags }, async () => {
    const counts = rowsOf.map((table) => `(SELECT count(*) FROM ${table})`).join(" + ");
    const url = company.ready.productionDatabaseUrl;
    const [sum] = await queryUrl<{ rows: string }>(url, `SELECT ${counts} AS rows`);
    expect(Number(sum?.rows)).toBeGreaterThan(1_000_000);
    const [owner] = await queryUrl<{ superuser: boolean }>(
      url,
      "SELECT rolsuper AS superuser FROM pg_roles WHERE rolname = current_user",
    );
    expect(owner?.superuser).toBe(false);
  });

  test("has two of 60,000 reviews that a customer wrote again, for a subset to lack", { tags }, async () => {
    const doubles = "SELECT count(*) AS reviews FROM reviews GROUP BY customer_id, product_id HAVING count(*) > 1";
    const url = company.ready.productionDatabaseUrl;
    expect(await queryUrl(url, doubles)).toEqual([{ reviews: "2" }, { reviews: "2" }]);
    expect(await queryUrl(url, "SELECT count(*) AS reviews FROM reviews")).toEqual([{ reviews: "60000" }]);
  });

  test("says where everything is, in a file that nobody else can read", { tags }, () => {
    const file = join(place.state, "company.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject(company.ready);
    expect(company.ready).toMatchObject({ runtime, repository: "practice/shop", ticket: 1 });
    expect(company.ready.fixes.map(({ ticket }) => ticket)).toEqual([1, 4, 5]);
    expect(company.progress.length).toBeGreaterThan(3);
  });

  test("has a repository whose migrations production has, and fixes that fit", { tags }, async () => {
    const clone = join(room, "clone");
    const { cloneUrl, token, fixes, productionDatabaseUrl } = company.ready;
    await execa("git", ["clone", "--quiet", cloneUrl.replace("http://", `http://robin:${token}@`), clone]);
    const config = readFileSync(join(clone, "slipway.json"), "utf8");
    expect(config).toContain(runtime === "docker" ? `"network": "${company.ready.productionNetwork}"` : '"process"');
    expect(config).toContain("// How this shop is shipped");

    const inClone = { cwd: clone, env: { DATABASE_URL: productionDatabaseUrl } };
    await execa("npm", ["ci", "--no-audit", "--no-fund"], inClone);
    const migrate = await execa("npm", ["run", "migrate"], inClone);
    expect(migrate.stdout).toContain("No migrations to run!");
    for (const { patch } of fixes) await execa("git", ["apply", patch], inClone);
    const pending = await execa("npx", ["node-pg-migrate", "up", "--dry-run"], inClone);
    for (const name of ["1795392000000_add-delivery-days", "1795996800000_one-review-for-each-product"])
      expect(pending.stdout).toContain(`> - ${name}`);
  });

  test("is the same after a stop, and after it was killed", { tags }, async () => {
    const { productionDatabaseUrl: url } = company.ready;
    await queryUrl(url, "UPDATE departments SET name = 'Lighthouse' WHERE id = 12");
    expect(await company.stop()).toBe(0);
    await expect(queryUrl(url, "SELECT 1")).rejects.toThrow("ECONNREFUSED");

    const before = company.ready;
    company = await startCompany(place);
    expect(company.ready).toEqual(before);
    await company.kill();
    company = await startCompany(place);
    expect(company.ready).toEqual(before);
    const names = await queryUrl<{ name: string }>(url, "SELECT name FROM departments WHERE id = 12");
    expect(names).toEqual([{ name: "Lighthouse" }]);
  });

  test("is run once at a time", { tags }, async () => {
    await expect(startCompany(place)).rejects.toThrow("is already running");
    expect(await queryUrl(company.ready.productionDatabaseUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("comes from the cache the second time, and leaves nothing when it is removed", { tags }, async () => {
    const second = { ...place, state: join(room, "second") };
    const { ready, progress } = await startCompany(second);
    expect(progress).toContain("Copying production from the cache");
    expect(ready.productionDatabaseUrl).not.toBe(company.ready.productionDatabaseUrl);
    await removeCompany(second.state);
    expect(await traces(second.state, ready.id, ready.webUrl)).toEqual([]);
    expect(await queryUrl(company.ready.productionDatabaseUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("leaves nothing when its founding is stopped in the middle", { tags }, async () => {
    const third = { ...place, state: join(room, "third") };
    const founding = spawnCompany(third);
    let id = "";
    for await (const line of linesOf(founding)) {
      const { message } = JSON.parse(line) as { message: string };
      if (message !== "Starting production's database") continue;
      id = JSON.parse(readFileSync(join(third.state, "company.json"), "utf8")).id;
      founding.kill("SIGTERM");
    }
    expect((await founding).exitCode).toBe(1);
    expect(id).not.toBe("");
    expect(await traces(third.state, id)).toEqual([]);
  });

  /** What there still is of a company. */
  async function traces(state: string, id: string, webUrl?: string): Promise<string[]> {
    const files = [state, `/var/lib/slipway-practice/${id}`].filter((path) => existsSync(path));
    const commands = (await execa("ps", ["-eo", "args"])).stdout.split("\n").filter((line) => line.includes(id));
    const answers = webUrl && (await fetch(webUrl).catch(() => undefined)) ? [webUrl] : [];
    if (runtime === "process") return [...files, ...commands, ...answers];
    const engine = new Docker();
    const containers = await engine.listContainers({ all: true, filters: { name: [id] } });
    const networks = await engine.listNetworks({ filters: { name: [id] } });
    return [...files, ...answers, ...containers.flatMap((one) => one.Names), ...networks.map((one) => one.Name)];
  }
});

describe("the practice company of an agent that is killed", { tags: ["postgres", "git"] }, () => {
  let home: SlipwayHome;
  beforeAll(async () => {
    home = await slipwayHome({ SLIPWAY_RUNTIME: "process" });
  });
  afterAll(async () => {
    const { environment } = home;
    const client = await agentClient(home);
    await client.request(requests.practiceStop, { environment });
    client.close();
    await home.remove();
  });

  async function start(onProgress = (_: string) => {}): Promise<PracticeCompany> {
    const client = await agentClient(home);
    client.practiceProgress.add(onProgress);
    try {
      return await client.request(requests.practiceStart, { runtime: "process", environment: home.environment });
    } finally {
      client.close();
    }
  }

  /** Of the company and its production. */
  async function processesOf(id: string): Promise<string[]> {
    const { stdout } = await execa("ps", ["-eo", "args"]);
    return stdout.split("\n").filter((line) => line.includes(id) || line.includes(join(home.places.state, "practice")));
  }

  test("stops in order, and the next agent wakes it with its tickets, before it has stopped or after", async () => {
    const before = await start();
    const comments = `${before.webUrl}/api/v3/repos/${before.repository}/issues/${before.ticket}/comments`;
    const headers = { authorization: `Bearer ${before.token}`, "content-type": "application/json" };
    const posted = await fetch(comments, {
      method: "POST",
      headers,
      body: JSON.stringify({ body: "I take this one" }),
    });
    expect(posted.status).toBe(201);
    await queryUrl(before.productionDatabaseUrl, "UPDATE departments SET name = 'Lighthouse' WHERE id = 12");

    // It takes its time to stop: the next agent is there first.
    const { pid } = JSON.parse(readFileSync(join(home.places.state, "practice", "running.json"), "utf8"));
    const goOn = () => process.kill(pid, "SIGCONT");
    onTestFinished(() => void execa("kill", ["-CONT", String(pid)], { reject: false }));
    process.kill(pid, "SIGSTOP");
    killAgentOf(home);
    const woken = await start((message) => {
      if (message.startsWith("Waiting for")) goOn();
    });
    expect(woken).toEqual(before);
    expect(await (await fetch(comments, { headers })).json()).toMatchObject([{ body: "I take this one" }]);
    const names = "SELECT name FROM departments WHERE id = 12";
    expect(await queryUrl(before.productionDatabaseUrl, names)).toEqual([{ name: "Lighthouse" }]);

    expect(await processesOf(before.id)).not.toEqual([]);
    killAgentOf(home);
    await expect.poll(() => processesOf(before.id)).toEqual([]);
    expect(await start()).toEqual(before);
  });
});

describe("the prepared fixes", { tags: ["git"] }, () => {
  test.each([
    ["010-delivery-time", "migration-fails"],
    ["010-delivery-time", "test-fails"],
    ["010-delivery-time", "page-answers-500"],
    ["010-delivery-time", "health-never-ok"],
    ["050-one-review", "duplicates-stay"],
  ])("can be broken: %s by %s", async (ticket, name) => {
    const tree = mkdtempSync(join(tmpdir(), "slipway-test-breakage-"));
    try {
      await execa("cp", ["-R", `${practiceFile("app")}/.`, tree]);
      const fix = join(practiceFile("tickets"), ticket, "fix.patch");
      const breakage = join(import.meta.dirname, "../support/practice-breakages", `${name}.patch`);
      for (const patch of [fix, breakage]) await execa("git", ["apply", patch], { cwd: tree });
    } finally {
      rmSync(tree, { recursive: true, force: true });
    }
  });
});

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RunSpec, Runtime, Served, ServeSpec, Workloads } from "../../agent/runtime/runtime.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import { type HostedTargetOptions, hostedTarget } from "../../agent/target/hosted/hosted-target.ts";
import type { DeployRequest, ProductionMigration } from "../../agent/target/target.ts";
import { unwatched } from "../../agent/work.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const artifact = { kind: "artifact", id: "image", name: "image" } as const;

/** A target whose apps are up at once; `afterSwitch` is what happens between the switch and the answer. */
function setting(options: Partial<HostedTargetOptions> = {}) {
  const folder = temporaryFolder();
  const world: {
    served?: Served;
    spec?: ServeSpec;
    ran: string[];
    afterSwitch?: () => void;
    beforeSwitch?: () => void;
  } = { ran: [] };
  const workloads = {
    serving: async () => world.served,
    run: async ({ command = "", env }: RunSpec) => {
      world.ran.push(`${command} with ${JSON.stringify(env)}`);
      return { exitCode: 0, outOfMemory: false, tail: "" };
    },
    serve: async (spec: ServeSpec) => {
      const { version, route } = spec;
      world.spec = spec;
      world.beforeSwitch?.();
      world.served = { kind: "served", id: version, route, version, url: "http://127.0.0.1:1", port: 1 };
      world.afterSwitch?.();
      return world.served;
    },
  };
  const target = hostedTarget({
    kind: "process",
    runtime: { workloads: workloads as Partial<Workloads> as Workloads } as Partial<Runtime> as Runtime,
    repo: "shop",
    folder,
    database: { host: "", port: 1, user: "", database: "", ssl: { mode: "disable" } },
    env: {},
    backup: "none",
    ...options,
  });
  const deploy = (commit: string, more: Partial<DeployRequest> = {}) =>
    target.deploy({ artifact, commit, title: commit, port: 1, health: "/", env: {}, ...more }, unwatched());
  const noted = async () => (await target.releases()).map(({ number, commit }) => `${number} ${commit}`);
  return { folder, target, world, deploy, noted };
}

function migrating(pending: string[], more: Partial<ProductionMigration> = {}): ProductionMigration {
  return { pending: async () => pending, mayBeMore: async () => false, apply: async () => pending, ...more };
}

function killed(): never {
  throw new Error("killed");
}

test("what is deployed again adds no release, while it is the newest", async () => {
  const { deploy, noted, target, world } = setting();
  const first = await deploy("a", { migration: migrating(["one"]) });
  expect(await deploy("a", { migration: migrating([]) })).toMatchObject({
    number: 1,
    at: first.at,
    migrations: ["one"],
  });
  delete world.served;
  await deploy("a");
  expect(await noted()).toEqual(["1 a"]);
  await deploy("b");
  await deploy("a");
  expect(await noted()).toEqual(["3 a", "2 b", "1 a"]);
  expect(await target.live()).toMatchObject({ number: 3 });
});

test("a kill between the switch and the note is healed by the next run, of this commit or another", async () => {
  const { deploy, noted, target, world } = setting();
  await deploy("a");
  world.afterSwitch = killed;
  await expect(deploy("b", { migration: migrating(["one"]) })).rejects.toThrow("killed");
  expect(await target.live()).toMatchObject({ number: 2, commit: "b", url: "http://127.0.0.1:1", migrations: ["one"] });
  expect(await noted()).toEqual(["2 b", "1 a"]);

  delete world.afterSwitch;
  expect(await deploy("b", { migration: migrating([]) })).toMatchObject({ number: 2, migrations: ["one"] });
  world.afterSwitch = killed;
  await expect(deploy("c")).rejects.toThrow("killed");
  delete world.afterSwitch;
  await deploy("d");
  expect(await noted()).toEqual(["4 d", "3 c", "2 b", "1 a"]);
});

test("what a failed attempt has migrated is noted with the release that it was for", async () => {
  const { deploy, noted, target, world } = setting();
  await deploy("a");
  world.beforeSwitch = () => {
    throw new Error("never healthy");
  };
  await expect(deploy("b", { migration: migrating(["one"]) })).rejects.toThrow("never healthy");
  expect(await target.live()).toMatchObject({ commit: "a" });
  expect(await noted()).toEqual(["2 b", "1 a"]);
  delete world.beforeSwitch;
  expect(await deploy("b", { migration: migrating(["two"]) })).toMatchObject({ number: 2, migrations: ["one", "two"] });
});

test("what no file tells of is applied too, and nothing is where the tool has no more", async () => {
  const { deploy } = setting();
  const applied: string[] = [];
  const unlisted = (mayBeMore: boolean) =>
    migrating([], {
      mayBeMore: async () => mayBeMore,
      apply: async () => {
        applied.push("admin.0004");
        return ["admin.0004"];
      },
    });
  expect(await deploy("a", { migration: unlisted(true) })).toMatchObject({ migrations: ["admin.0004"] });
  expect(await deploy("b", { migration: unlisted(false) })).toMatchObject({ migrations: [] });
  expect(applied).toEqual(["admin.0004"]);
});

test("the app speaks of production by its own name, and what the target gives goes before that", async () => {
  const env = { MAIL_URL: new Secret("https://mail.example.com") };
  const envFor = (url: string) => ({ APP_URL: `${url}/`, MAIL_URL: url });
  const apply: ProductionMigration["apply"] = async (run) => {
    await run("migrate");
    return ["one"];
  };
  const migration = migrating(["one"], { apply });
  const { deploy, world } = setting({ env, domain: "shop.example.com" });
  await deploy("a", { env: { MAIL_URL: "unset" }, envFor, migration });
  expect(world.spec?.envFor?.("http://127.0.0.1:1")).toEqual({ APP_URL: "https://shop.example.com/" });
  expect(world.spec?.env.MAIL_URL).toBe(env.MAIL_URL);
  expect(world.ran).toEqual(['migrate with {"MAIL_URL":"***","APP_URL":"https://shop.example.com/"}']);

  const nameless = setting();
  await nameless.deploy("a", { port: 3000, envFor, migration });
  expect(nameless.world.spec?.envFor?.("http://127.0.0.1:1")).toMatchObject({ APP_URL: "http://127.0.0.1:1/" });
  expect(nameless.world.ran[0]).toContain('"APP_URL":"http://localhost:3000/"');
});

test("a migration's tool has the app's environment in production, and what it needs itself", async () => {
  const { deploy, world } = setting();
  const migration = migrating(["one"], {
    toolEnv: ({ APP }) => ({ TOOL: `for ${APP}` }),
    apply: async (run) => {
      await run("migrate");
      return ["one"];
    },
  });
  await deploy("a", { env: { APP: "shop" }, migration });
  expect(world.ran).toEqual(['migrate with {"APP":"shop","TOOL":"for shop"}']);
  expect(world.spec?.env).toEqual({ APP: "shop" });
});

const busy = { code: "target-busy", where: "run first" };

test("one run holds the target at a time, until it gives it back", async () => {
  const { target } = setting();
  const { release } = await target.lock("first");
  await expect(target.lock("second")).rejects.toMatchObject(busy);
  await release();
  await target.lock("second");
});

test("a lock is taken over where its process has ended, also where its number is another's now, and by one run", async () => {
  const { folder, target } = setting();
  // After a power cut, numbers begin anew: this one is the system's own.
  writeFileSync(join(folder, "lock.json"), JSON.stringify({ pid: 1, started: "an-earlier-boot 42", run: "cut" }));
  const taken = await Promise.allSettled([target.lock("first"), target.lock("second")]);
  expect(taken.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("a lock of an older build, which names a number only, holds as long as that number is in use", async () => {
  const { folder, target } = setting();
  const old = (pid: number) => writeFileSync(join(folder, "lock.json"), JSON.stringify({ pid, run: "first" }));
  old(process.pid);
  await expect(target.lock("second")).rejects.toMatchObject(busy);
  old(spawnSync(process.execPath, ["--version"]).pid);
  await target.lock("second");
});

test("a backup that an older build noted, by its place alone, is known still", async () => {
  const { folder, target } = setting();
  const noted = { number: 1, commit: "a", title: "", artifact, at: 5, url: "", migrations: ["one"] };
  const writes = { orders: { inserted: 1, updated: 0, deleted: 0 } };
  writeFileSync(join(folder, "releases.json"), JSON.stringify([{ ...noted, backup: "a.dump", writes }]));
  expect(await target.releases()).toMatchObject([{ number: 1, backup: { place: "a.dump", at: 5, writes } }]);
});

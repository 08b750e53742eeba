import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { processRuntime } from "../../agent/runtime/process/process-runtime.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import { hostedTarget } from "../../agent/target/hosted/hosted-target.ts";
import { watched } from "../support/runtime-contract/setting.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("a production port that another program has ends the deploy before the migrations are even listed", async () => {
  const home = temporaryFolder();
  const runtime = processRuntime({
    stateDirectory: join(home, "state"),
    cacheDirectory: join(home, "cache"),
    passwordFor: () => new Secret("unused"),
  });
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const target = hostedTarget({
    ...{ kind: "process", runtime, repo: "shop", folder: join(home, "target"), env: {}, port, backup: "none" },
    database: { host: "127.0.0.1", port: 9, user: "nobody", database: "none" },
  });
  let asked = false;
  const migration = {
    pending: async () => {
      asked = true;
      return ["1"];
    },
    mayBeMore: async () => false,
    apply: async () => [],
  };
  const artifact = { kind: "artifact", id: home, name: "a build" } as const;
  const request = { artifact, commit: "c0ffee", title: "A change", port: 3000, health: "/", env: {}, migration };
  await expect(target.deploy(request, watched())).rejects.toMatchObject({
    code: "port-taken",
    where: `127.0.0.1:${port}`,
    next: expect.stringContaining("target.process.port"),
  });
  expect(asked).toBe(false);
  expect(await target.releases()).toEqual([]);
});

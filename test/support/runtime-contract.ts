import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe } from "vitest";
import type { ArtifactRef, Runtime } from "../../agent/runtime/runtime.ts";
import { describeArtifacts } from "./runtime-contract/artifacts.ts";
import { describeDatabases } from "./runtime-contract/databases.ts";
import { describeOwned } from "./runtime-contract/owned.ts";
import { describeRuns } from "./runtime-contract/runs.ts";
import { describeServing } from "./runtime-contract/serving.ts";
import { appContext, appSpec, removeContext, watched } from "./runtime-contract/setting.ts";

/** What a runtime's own test file hands to the contract. */
export interface RuntimeUnderTest {
  readonly runtime: Runtime;
  /**
   * Everything on this machine that the runtime could leave behind (containers, processes, directories …), as names.
   * What bears the mark of another repository may be left out, nothing else.
   */
  traces(): Promise<string[]>;
  dispose(): Promise<void>;
}

/** What the parts of the contract are handed. Valid inside tests only. */
export interface Setting {
  runtime(): Runtime;
  traces(): Promise<string[]>;
  /** The slug that everything of this suite bears. */
  readonly repo: string;
  /** The app of test/support/runtime-app, built. */
  app(): ArtifactRef;
}

/**
 * The promises of runtime.ts, as tests. Both runtimes run the same ones.
 * @param create makes the runtime; `repo` is a slug that nobody else uses.
 * @param tags the parts of the machine that the runtime needs (scripts/test/parts.ts).
 */
export function describeRuntimeContract(
  title: string,
  create: (repo: string) => Promise<RuntimeUnderTest>,
  tags: string[] = [],
): void {
  describe(`the runtime contract: ${title}`, { tags }, () => {
    const repo = `contract-${randomBytes(3).toString("hex")}`;
    let underTest: RuntimeUnderTest | undefined;
    let app: ArtifactRef | undefined;
    let before: string[] = [];

    const started = (): RuntimeUnderTest => underTest ?? fail("the runtime did not start");
    const setting: Setting = {
      repo,
      runtime: () => started().runtime,
      traces: () => started().traces(),
      app: () => app ?? fail("the app was not built"),
    };

    beforeAll(async () => {
      underTest = await create(repo);
      before = await underTest.traces();
      const context = await appContext();
      app = await underTest.runtime.artifacts.build(appSpec({ repo }, "a0", context), watched());
      await removeContext(context);
    }, 180_000);

    afterAll(async () => {
      if (!underTest) return;
      for (const one of await underTest.runtime.owned())
        if (one.owner.repo === repo) await underTest.runtime.remove(one);
      await underTest.dispose();
    }, 120_000);

    describeArtifacts(setting);
    describeDatabases(setting);
    describeRuns(setting);
    describeServing(setting);
    describeOwned(setting, () => before);
  });
}

function fail(why: string): never {
  throw new Error(why);
}

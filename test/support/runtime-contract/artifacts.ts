import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Problem } from "../../../agent/problem.ts";
import type { Setting } from "../runtime-contract.ts";
import { appContext, appSpec, removeContext, watched } from "./setting.ts";

/** Artifacts: built once per key, streamed, nothing left of a failed or a cancelled build. */
export function describeArtifacts(setting: Setting): void {
  describe("artifacts", () => {
    test("a build streams its output, and the same key is not built again", async () => {
      const { artifacts } = setting.runtime();
      // Of this run alone: a builder shows nothing of a step that it has cached.
      const mark = `mark ${randomUUID()}`;
      const context = await appContext({ build: `echo ${mark}` });
      const spec = appSpec({ repo: setting.repo }, "a1", context);
      const work = watched();
      expect(await artifacts.find(spec.owner, spec.key)).toBeUndefined();
      const first = await artifacts.build(spec, work);
      const second = await artifacts.build(spec, watched());
      await removeContext(context);
      expect(work.logged()).toContain(mark);
      expect(first).toMatchObject({ kind: "artifact", reused: false });
      expect(second).toEqual({ ...first, reused: true });
      expect(await artifacts.find(spec.owner, spec.key)).toMatchObject({ id: first.id });
    }, 120_000);

    test("a failed build says why and leaves nothing", async () => {
      const { artifacts } = setting.runtime();
      const context = await appContext({ build: "echo the reason it broke && exit 7" });
      const spec = appSpec({ repo: setting.repo }, "a2", context);
      const before = await setting.traces();
      const work = watched();
      const error = await artifacts.build(spec, work).catch((thrown: unknown) => thrown);
      await removeContext(context);
      expect(error).toBeInstanceOf(Problem);
      expect(String(error)).toContain("the reason it broke");
      expect(work.logged()).toContain("the reason it broke");
      expect(await artifacts.find(spec.owner, spec.key)).toBeUndefined();
      expect(await setting.traces()).toEqual(before);
    }, 120_000);

    test("a cancelled build ends at once and leaves nothing", async () => {
      const { artifacts } = setting.runtime();
      const context = await appContext({ build: "echo now building slowly && sleep 60" });
      const spec = appSpec({ repo: setting.repo }, "a3", context);
      const before = await setting.traces();
      const work = watched();
      // The shell's echo of the command holds the words as well: the slow part may not have begun, which is fair too.
      work.cancelOn("now building slowly");
      await expect(artifacts.build(spec, work)).rejects.toMatchObject({ name: "AbortError" });
      await removeContext(context);
      expect(await artifacts.find(spec.owner, spec.key)).toBeUndefined();
      await expect.poll(() => setting.traces(), { timeout: 10_000 }).toEqual(before);
    }, 40_000);
  });
}

import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commandIds, editorCommandIds } from "../../extension/commands/ids.ts";
import { contextValues } from "../../extension/context-values.ts";
import { firstPicture } from "../../extension/picture.ts";

const root = join(import.meta.dirname, "../..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const { contributes } = manifest;
const sources = globSync("extension/**/*.ts", { cwd: root }).map((file) => readFileSync(join(root, file), "utf8"));
const contributed: string[] = contributes.commands.map(({ command }: { command: string }) => command);
const viewIds: string[] = contributes.views.slipway.map(({ id }: { id: string }) => id);
const keys = Object.keys(contextValues(firstPicture(undefined, true)));

/** Every text of the manifest, wherever it stands. */
function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

/** Every value that stands under this name, wherever it does. */
function named(value: unknown, name: string): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(key === name && typeof inner === "string" ? [inner] : []),
    ...named(inner, name),
  ]);
}

describe("the manifest and the code", () => {
  test("have the same commands", () => {
    expect(contributed.toSorted()).toEqual([...commandIds].toSorted());
  });

  test("have the same context keys", () => {
    const asked = [
      ...named(contributes, "when").flatMap((clause) => clause.match(/slipway\.\w+/g) ?? []),
      ...texts(contributes.walkthroughs).flatMap((text) => /^onContext:(.+)$/.exec(text)?.[1] ?? []),
    ].filter((key) => !viewIds.includes(key));
    expect([...new Set(asked)].toSorted()).toEqual(keys.toSorted());
  });

  test("know the same views", () => {
    expect(contributes.viewsContainers.activitybar[0].id).toBe("slipway");
    const made = Array.from(sources.join().matchAll(/\bview: "([\w.]+)"/g), ([, id]) => id);
    expect(made.toSorted()).toEqual(viewIds.toSorted());
    // A view that is empty says why.
    expect([...new Set(named(contributes.viewsWelcome, "view"))].toSorted()).toEqual(viewIds.toSorted());
    for (const when of named(contributes.menus, "when")) {
      const view = /\bview == ([\w.]+)/.exec(when)?.[1];
      if (view !== undefined) expect(viewIds).toContain(view);
    }
  });

  test("welcome the person for every reason why the tree is empty", () => {
    const source = readFileSync(join(root, "extension/context-values.ts"), "utf8");
    const [, union = ""] = /export type Emptiness =([^;]*);/.exec(source) ?? [];
    const reasons = Array.from(union.matchAll(/"([a-z-]+)"/g), ([, reason]) => reason);
    const welcomed = contributes.viewsWelcome
      .filter(({ view }: { view: string }) => view === "slipway.change")
      .map(({ when }: { when: string }) => /^slipway\.empty == ([a-z-]+)$/.exec(when)?.[1]);
    expect(reasons.length).toBeGreaterThan(4);
    expect(welcomed.toSorted()).toEqual(reasons.toSorted());
  });

  test("offer buttons on rows of kinds that there are", () => {
    const rows = readFileSync(join(root, "extension/views/row.ts"), "utf8");
    const kinds = named(contributes.menus["view/item/context"], "when").map(
      (when) => /viewItem == (\S+)$/.exec(when)?.[1],
    );
    expect(kinds.length).toBeGreaterThan(0);
    for (const kind of kinds) expect(rows).toContain(`"${kind}"`);
  });

  test("know the same settings", () => {
    for (const setting of Object.keys(contributes.configuration.properties)) {
      expect(sources.join()).toContain(`"${setting.replace("slipway.", "")}"`);
    }
  });
});

describe("the manifest", () => {
  test("links only commands that there are", () => {
    const linked = texts(contributes).flatMap((text) =>
      Array.from(text.matchAll(/\(command:([\w.]+)\)/g), ([, id]) => id),
    );
    expect(linked.length).toBeGreaterThan(10);
    for (const id of linked) expect([...commandIds, ...editorCommandIds]).toContain(id);
    for (const id of named(contributes.menus, "command")) expect(commandIds).toContain(id);
  });

  test("is started by the walkthrough that the code opens", () => {
    const [walkthrough] = contributes.walkthroughs;
    expect(manifest.activationEvents).toContain(`onWalkthrough:${walkthrough.id}`);
    expect(sources.join()).toContain(`"${manifest.publisher}.${manifest.name}#${walkthrough.id}"`);
  });

  test("gives every walkthrough step one picture, one button and a tick that is true", () => {
    for (const { media, completionEvents, description } of contributes.walkthroughs[0].steps) {
      const picture = join(root, media.svg);
      expect(statSync(picture).size).toBeLessThan(10_000);
      const svg = readFileSync(picture, "utf8");
      // VS Code drops style elements and attributes: a picture that leans on them is black.
      expect(svg).not.toMatch(/<style|style=|class=/);
      expect(svg).toContain("var(--vscode-");
      expect(media.altText).not.toBe("");
      expect(completionEvents).toEqual([expect.stringMatching(/^onContext:slipway\./)]);
      expect(description.split("\n").filter((line: string) => /^\[[^\]]+\]\(\S+\)$/.test(line))).toHaveLength(1);
    }
  });

  test("names files that there are", () => {
    const files = texts(manifest).filter((text) => /^(\.\/)?media\//.test(text));
    expect(files.length).toBeGreaterThan(8);
    for (const file of files) expect(existsSync(join(root, file)), file).toBe(true);
  });

  test("starts nothing that works hard", () => {
    expect(manifest.activationEvents).not.toContain("*");
    expect(manifest.activationEvents).not.toContain("onStartupFinished");
  });
});

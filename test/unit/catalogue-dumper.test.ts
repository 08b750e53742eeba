import { describe, expect, test } from "vitest";
import { arrange } from "../../agent/database/catalogue-dumper/arrange.ts";
import { broughtAlong, objectNeeds } from "../../agent/database/catalogue-dumper/dependency.ts";
import type { ObjectKind, SchemaObject } from "../../agent/database/catalogue-dumper/schema-object.ts";

function object(kind: ObjectKind, id: string, more: Partial<SchemaObject> = {}): SchemaObject {
  return { id, kind, name: id, schema: "public", sql: `${id};`, table: null, needs: null, ...more };
}

const needsOf = (needs: Record<string, string[]>) =>
  new Map(Object.entries(needs).map(([id, needed]) => [id, new Set(needed)]));

const ids = (objects: readonly SchemaObject[]) => objects.map(({ id }) => id);

describe("the order of the statements", () => {
  const table = object("table", "table");
  const key = object("unique constraint", "key");
  const view = object("view", "view");

  test("kinds come in their order, names in theirs, and needs before both", () => {
    const objects = [object("view", "v"), object("table", "b"), object("table", "a"), object("type", "t")];
    expect(ids(arrange(objects, needsOf({}))["pre-data"])).toEqual(["t", "a", "b", "v"]);
    expect(ids(arrange(objects, needsOf({ t: ["b"] }))["pre-data"])).toEqual(["b", "t", "a", "v"]);
  });

  test("a view that needs a key comes after the rows, with all that needs the view", () => {
    const onView = object("view", "on view");
    const sections = arrange(
      [view, onView, table, key],
      needsOf({ view: ["key"], "on view": ["view"], key: ["table"] }),
    );
    expect(ids(sections["pre-data"])).toEqual(["table"]);
    expect(ids(sections["post-data"])).toEqual(["key", "view", "on view"]);
  });

  test("a table that needs a key is refused by name", () => {
    const late = object("table", "late");
    expect(() => arrange([view, late, key], needsOf({ view: ["key"], late: ["view"] }))).toThrow(
      /table late.*view view/,
    );
  });

  test("a circle is refused, naming its members and no others", () => {
    const needs = needsOf({ view: ["a"], a: ["b"], b: ["a"] });
    expect(() => arrange([view, object("routine", "a"), object("routine", "b")], needs)).toThrow(
      /\(routine a -> routine b\)/,
    );
  });
});

describe("dependencies", () => {
  test("parts stand for their whole, however deep, and unknown addresses for nothing", () => {
    const objects = [object("table", "table"), object("routine", "routine"), object("default", "default")];
    const needs = objectNeeds(objects, [
      { dependent: "row type", referenced: "table", type: "i" },
      { dependent: "array", referenced: "row type", type: "i" },
      { dependent: "routine", referenced: "array", type: "n" },
      { dependent: "default", referenced: "somewhere else", type: "n" },
    ]);
    expect(needs).toEqual(needsOf({ table: [], routine: ["table"], default: [] }));
  });

  test("what an extension brings is left to it, with all that hangs on its tables", () => {
    const index = object("index", "index", { table: "theirs" });
    const brought = broughtAlong(
      [object("table", "theirs"), index, object("table", "ours")],
      [{ dependent: "theirs", referenced: "extension", type: "e" }],
    );
    expect([...brought]).toEqual(["theirs", "index"]);
  });
});

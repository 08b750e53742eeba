import { describe, expect, test } from "vitest";
import { checkConfig } from "../../agent/config/parse-config.ts";
import { addRules, readMasks } from "../../extension/masks/add-rules.ts";

const rules = [
  { column: "users.email", rule: "email" },
  { column: "users.data", rule: { rule: "json", paths: { "$.a": "text" } } },
];

const names = (document: string) => readMasks(document).mask?.names ?? [];

/** The document with the rules in it. */
function added(document: string): string {
  const insertion = addRules(
    document,
    rules.map(({ column, rule }) => ({ column, rule: JSON.stringify(rule) })),
  );
  if (!insertion) return document;
  return document.slice(0, insertion.offset) + insertion.text + document.slice(insertion.offset);
}

describe("rules are put into slipway.json", () => {
  test.each([
    ["nothing", "{}"],
    ["no masks", '{\n  "app": { "mask": { "x": 1 } }\n}\n'],
    ["no rule", '{ "mask": {} }'],
    ["a rule", '{\n  // "mask": {\n  "mask": {\n    "users.name": "fullName" // {"mask": {\n  }\n}\n'],
    ["a comment", '{ "mask": { /* } */ } }'],
  ])("where there is %s, and all else stays", (_, document) => {
    const after = added(document);
    expect(names(after)).toEqual([...rules.map(({ column }) => column), ...names(document)]);
    const { mistakes, config } = checkConfig(after.replace('"app": { "mask": { "x": 1 } }', '"app": {}'));
    expect(mistakes).toEqual([]);
    expect(config?.mask).toMatchObject(Object.fromEntries(rules.map(({ column, rule }) => [column, rule])));
  });

  test("but not into what is no object", () => {
    expect(addRules("", [])).toBeUndefined();
  });
});

test("the section is found by its name alone", () => {
  expect(readMasks('{ "app": { "mask": {} }, "mask": {} }').mask?.offset).toBe(25);
  expect(readMasks('{ "app": "mask", "mask": 1, "x": { "mask": {} } }').mask).toBeUndefined();
  expect(names('{ "mask": { "a.b": { "set": "x" }, "c": { "keepRows": "true" } } }')).toEqual(["a.b", "c"]);
});

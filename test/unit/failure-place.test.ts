import { describe, expect, test } from "vitest";
import { failurePlace } from "../../agent/checks/failure-place.ts";

const files = new Set([
  "test/shop.test.js",
  "src/app.js",
  "tests/test_api.py",
  "spec/order_spec.rb",
  "pkg/api/api_test.go",
]);
const place = (output: string) => failurePlace(output, files);

describe("where a check failed", () => {
  test.each([
    ["node:test", "test at test/shop.test.js:12:3\n✖ shows", { file: "test/shop.test.js", line: 12, column: 3 }],
    ["TAP", "  location: '/app/test/shop.test.js:9:1'", { file: "test/shop.test.js", line: 9, column: 1 }],
    ["a stack", "at run (file:///srv/app/src/app.js:40:11)", { file: "src/app.js", line: 40, column: 11 }],
    ["pytest", "tests/test_api.py:14: AssertionError", { file: "tests/test_api.py", line: 14 }],
    ["Python", 'File "/app/tests/test_api.py", line 7, in test', { file: "tests/test_api.py", line: 7 }],
    ["RSpec", "# ./spec/order_spec.rb:22:in `block'", { file: "spec/order_spec.rb", line: 22 }],
    ["Go", "    api_test.go:31: got 2", { file: "pkg/api/api_test.go", line: 31 }],
  ])("%s", (_, output, expected) => expect(place(output)).toEqual(expected));

  test("is the first that is in the repository", () => {
    const output = "at /app/node_modules/pg/test/shop.test.js:1:1\nat node:internal/x.js:2:2\nat src/app.js:3:4";
    expect(place(output)).toEqual({ file: "src/app.js", line: 3, column: 4 });
  });

  test("is nowhere where nothing of the repository is named", () => {
    expect(place("12:30:45 connect ECONNREFUSED 127.0.0.1:5432, other.test.js:3:1")).toBeUndefined();
  });
});

/** @module-tag openapi */
import { beforeEach, expect, test } from "vitest";
import { type Exchange, type OpenApiJudge, openApiJudge } from "../support/openapi-judge.ts";

let judge: OpenApiJudge;

beforeEach(async () => {
  judge = await openApiJudge();
});

const comment: Exchange = {
  method: "DELETE",
  url: "http://127.0.0.1:4000/api/v3/repos/acme/shop/issues/comments/7",
  requestHeaders: new Headers(),
  requestBody: undefined,
  status: 204,
  responseBody: undefined,
};
const status: Exchange = {
  ...comment,
  method: "PUT",
  url: "https://api.github.com/repos/acme/shop/pulls/7/merge",
  requestBody: { sha: "abc", merge_method: "merge" },
  status: 200,
  responseBody: { sha: "abc", merged: true, message: "Merged" },
};

test("what GitHub's description allows is no fault, on github.com and on an Enterprise Server", () => {
  judge.judge(comment);
  judge.judge(status);
  expect(judge.faults).toEqual([]);
  expect(judge.coverage().filter(({ successes }) => successes > 0)).toHaveLength(2);
});

test.each<[string, Partial<Exchange>, Exchange]>([
  ["no such operation", { method: "POST" }, comment],
  ["no such operation", { url: "https://api.github.com/repos/acme/shop/labels" }, comment],
  ["this status is not described", { status: 202 }, comment],
  ["this status is not described", { status: 500, responseBody: { message: "x" } }, comment],
  ["path: comment_id/ must be integer", { url: comment.url.replace(/7$/, "seven") }, comment],
  ["query: force is not described", { url: `${comment.url}?force=1` }, comment],
  ["request: a body is not described", { requestBody: { a: 1 } }, comment],
  ["request: squash is not described", { requestBody: { squash: true } }, status],
  ["request: /merge_method must be equal", { requestBody: { merge_method: "octopus" } }, status],
  ["response: / must have required property 'merged'", { responseBody: { sha: "a", message: "" } }, status],
  ["response: /sha must be string", { responseBody: { sha: null, merged: true, message: "" } }, status],
  ["response: / must be object", { status: 404, responseBody: "gone" }, comment],
  ["a 304 that nobody asked for", { status: 304 }, comment],
])("%s", (fault, change, exchange) => {
  judge.judge({ ...exchange, ...change });
  expect(judge.faults).toContainEqual(expect.stringContaining(fault));
  expect(judge.coverage().every(({ successes, errors }) => successes === 0 && errors === 0)).toBe(true);
});

import { expect, test } from "vitest";
import { compareAgent } from "../../agent/client/compare-agent.ts";
import { protocolVersion } from "../../agent/protocol/messages.ts";

const own = "0.10.0+aaaaaaaaaaaa";

test.each([
  [own, 0, "same"],
  ["0.9.9+bbbbbbbbbbbb", 0, "older"],
  ["0.10.1+bbbbbbbbbbbb", 0, "newer"],
  ["1.0.0+bbbbbbbbbbbb", 0, "newer"],
  ["0.10.0+bbbbbbbbbbbb", 0, "other"],
  ["bbbbbbbbbbbb", 0, "older"],
  ["0.9.9+bbbbbbbbbbbb", 1, "newer"],
  ["1.0.0+bbbbbbbbbbbb", -1, "older"],
  [own, 1, "newer"],
])("an agent of build %s, its protocol %i ahead, is: %s", (build, ahead, standing) => {
  expect(compareAgent({ pid: 1, build, protocol: protocolVersion + ahead }, own)).toBe(standing);
});

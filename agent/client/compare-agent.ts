import { protocolVersion } from "../protocol/messages.ts";
import type { Line } from "./connect.ts";

/** How an agent stands to a client: "other" where neither is known to be the older one. */
export type Standing = "same" | "older" | "newer" | "other";

/**
 * Compares by the protocol, then by the version that a build's name begins with (build-id.ts); a build without one is
 * older than any that has one.
 */
export function compareAgent(agent: Line["agent"], build: string): Standing {
  if (agent.build === build && agent.protocol === protocolVersion) return "same";
  const order = agent.protocol - protocolVersion || compareVersions(versionOf(agent.build), versionOf(build));
  if (order === 0) return "other";
  return order < 0 ? "older" : "newer";
}

function versionOf(build: string): readonly number[] {
  const version = /^(\d+)\.(\d+)\.(\d+)\+/.exec(build);
  return version ? version.slice(1).map(Number) : [];
}

function compareVersions(a: readonly number[], b: readonly number[]): number {
  const lengths = a.length - b.length;
  return lengths || a.reduce((order, number, index) => order || number - (b[index] ?? 0), 0);
}

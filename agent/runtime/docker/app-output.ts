import type Docker from "dockerode";
import type { AppOutput } from "../runtime.ts";
import { logFrames } from "./log-frames.ts";

/** How many lines are given where nothing was read before. */
const firstLines = 1000;

/** What an app's container wrote after what was read before. The Engine stamps each frame with its time. */
export async function readAppOutput(container: Docker.Container, after: string | undefined): Promise<AppOutput> {
  const [id, last] = after?.split(" ") ?? [];
  const since = id === container.id ? last : undefined;
  const frames = logFrames(
    await container.logs({
      stdout: true,
      stderr: true,
      timestamps: true,
      ...(since === undefined ? { tail: firstLines } : { since: engineTime(since) }),
    }),
  ).map(stamped);
  // The Engine gives what it stamped with exactly that time once more.
  const fresh = since === undefined ? frames : frames.filter(({ at }) => at > since);
  return {
    text: fresh.map(({ text }) => text).join(""),
    next: `${container.id} ${fresh.at(-1)?.at ?? since ?? ""}`.trimEnd(),
  };
}

/** Times of one length (nanoseconds, UTC) sort as text. */
function stamped(frame: string): { at: string; text: string } {
  const space = frame.indexOf(" ");
  return { at: frame.slice(0, space), text: frame.slice(space + 1) };
}

/** `1764268800.123456789`, as the Engine takes it for `since`, of `2026-11-27T18:40:00.123456789Z`. */
function engineTime(at: string): string {
  const [second = "", fraction = "0Z"] = at.split(".");
  return `${Date.parse(`${second}Z`) / 1000}.${fraction.slice(0, -1)}`;
}

import type { Writable } from "node:stream";
import { styleText } from "node:util";

/** What a piece of text means; how it looks is decided here. */
export type Tone = "good" | "bad" | "busy" | "quiet" | "strong" | "link";

/** Gives a text the look of its tone. */
export type Paint = (tone: Tone, text: string) => string;

const looks = {
  good: "green",
  bad: "red",
  busy: "cyan",
  quiet: "dim",
  strong: "bold",
  link: "underline",
} as const satisfies Record<Tone, string>;

/** Paints for a stream: in colour where it is a terminal that shows them and NO_COLOR is not set. */
export function paintFor(stream: Writable): Paint {
  return (tone, text) => (text === "" ? "" : styleText(looks[tone], text, { stream }));
}

/** Leaves every text as it is. */
export const unpainted: Paint = (_, text) => text;

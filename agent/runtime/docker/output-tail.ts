import { StringDecoder } from "node:string_decoder";

const KEPT_BYTES = 64 * 1024;

/** Takes output as it comes, passes it on as text, and remembers its end. */
export interface OutputTail {
  write(chunk: Uint8Array | string): void;
  /** At most 64 KiB, cut at the front. */
  text(): string;
  /** The last lines, for an error message. */
  lines(count: number): string;
}

/** @param pass receives everything, as text, cut at whole characters. */
export function outputTail(pass: (text: string) => void): OutputTail {
  const decoder = new StringDecoder("utf8");
  let kept = "";
  const text = (): string => {
    const bytes = Buffer.from(kept);
    // A cut in the middle of a character would leave a replacement mark at the front.
    return bytes.length <= KEPT_BYTES
      ? kept
      : bytes
          .subarray(-KEPT_BYTES)
          .toString("utf8")
          .replace(/^\uFFFD+/, "");
  };
  return {
    write: (chunk) => {
      const piece = typeof chunk === "string" ? chunk : decoder.write(Buffer.from(chunk));
      if (piece === "") return;
      kept += piece;
      if (kept.length > 4 * KEPT_BYTES) kept = text();
      pass(piece);
    },
    text,
    lines: (count) => kept.trimEnd().split("\n").slice(-count).join("\n"),
  };
}

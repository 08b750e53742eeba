/**
 * Aborts when standard input ends: whoever holds its other end has ended, however that happened.
 * @returns what lets go of standard input, which would keep the process alive.
 */
export function abortAtEof(controller: AbortController): () => void {
  // Nobody reads any more either: that must not end the stopping in the middle.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  process.stdin.once("close", () => controller.abort(new Error("whoever started it has ended"))).resume();
  return () => process.stdin.destroy();
}

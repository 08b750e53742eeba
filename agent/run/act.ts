import type { Journal } from "./journal.ts";

/**
 * Performs a write to the outside world at most once. The intent is journalled before and the result after, and the
 * look-up comes first: whoever was killed between performing and writing down finds what it did instead of doing it twice.
 */
export async function act<T>(
  journal: Journal,
  stage: string,
  key: string,
  lookup: () => Promise<T | undefined>,
  perform: () => Promise<T>,
): Promise<T> {
  const note = (value: unknown) => journal.append({ type: "output", stage, name: `act:${key}`, value });
  const existing = await lookup();
  if (existing !== undefined) {
    note({ state: "found", result: existing });
    return existing;
  }
  note({ state: "intended" });
  const result = await perform();
  note({ state: "done", result });
  return result;
}

import { join } from "node:path";
import type { Places } from "../../places.ts";

/** Where the new hire's clone of the practice company's repository is. */
export function practiceWork(places: Places): string {
  return join(places.state, "practice-work");
}

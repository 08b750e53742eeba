import { qualifiedName } from "../../database/identifiers.ts";
import type { Work } from "../../work.ts";
import type { Source } from "../source/source.ts";
import type { TargetDatabase } from "./target-database.ts";

interface View {
  readonly schema: string;
  readonly name: string;
}

/** The materialized views that the source has filled. */
export function readFilledViews(source: Source): Promise<View[]> {
  return source.query<View>(
    "SELECT schemaname AS schema, matviewname AS name FROM pg_matviews WHERE ispopulated ORDER BY 1, 2",
  );
}

/**
 * Fills materialized views. One that needs another comes after it: it is tried again
 * as long as any of them succeeds. One that cannot be filled stays empty, and the log says so.
 */
export async function refreshViews(target: TargetDatabase, views: readonly View[], work: Work): Promise<void> {
  if (views.length === 0) return;
  const here = await target.query<{ name: string }>("SELECT schemaname || '.' || matviewname AS name FROM pg_matviews");
  const names = new Set(here.map(({ name }) => name));
  let waiting = views.filter(({ schema, name }) => names.has(`${schema}.${name}`));
  while (waiting.length > 0) {
    const failed: { view: View; why: string }[] = [];
    for (const view of waiting) {
      work.signal.throwIfAborted();
      await target.run(`REFRESH MATERIALIZED VIEW ${qualifiedName(view)}`).catch((error: Error) => {
        work.signal.throwIfAborted();
        failed.push({ view, why: error.message });
      });
    }
    if (failed.length === waiting.length) {
      for (const { view, why } of failed)
        work.log(`The materialized view ${qualifiedName(view)} stays empty: ${why}\n`);
      return;
    }
    waiting = failed.map(({ view }) => view);
  }
}

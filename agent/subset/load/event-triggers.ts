import { quoteIdentifier } from "../../database/identifiers.ts";
import type { TargetDatabase } from "./target-database.ts";

/** Switches event triggers off: what they watch over is production, and they would answer to what is done from here on. */
export async function disableEventTriggers(target: TargetDatabase): Promise<void> {
  const found = await target.query<{ name: string }>(
    "SELECT evtname AS name FROM pg_event_trigger WHERE evtenabled <> 'D'",
  );
  for (const { name } of found) await target.run(`ALTER EVENT TRIGGER ${quoteIdentifier(name)} DISABLE`);
}

import { isAbort, Problem } from "../../agent/problem.ts";
import { requests } from "../../agent/protocol/messages.ts";
import type { PracticeCompany } from "../../agent/protocol/practice-company.ts";
import type { Parts } from "../parts.ts";
import { environment } from "../place.ts";
import { unlessAborted, type Watched } from "../progress.ts";
import { practiceRuntime } from "./practice-folders.ts";

/** Founds the practice company, or wakes the one that was founded before. One that is cancelled half-way is taken down. */
export async function foundCompany(parts: Parts, { signal, say }: Watched): Promise<PracticeCompany> {
  const { client } = parts;
  const known = practiceRuntime(parts);
  const stop = client.practiceProgress.add(say);
  try {
    return await unlessAborted(
      signal,
      client.request(requests.practiceStart, { runtime: known ?? "auto", environment: environment() }),
    );
  } catch (error) {
    if (signal.aborted && known === undefined)
      await client.request(requests.practiceStop, { environment: environment() });
    throw error;
  } finally {
    stop();
  }
}

/**
 * Wakes the practice company where the window's folder is a clone of its repository: it sleeps when the agent has
 * ended in between.
 */
export async function wakeCompany(parts: Parts, watched: Watched): Promise<void> {
  const { client, model } = parts;
  const { folder, company } = model.picture;
  const runtime = folder === undefined ? undefined : practiceRuntime(parts, folder);
  if (company || runtime === undefined) return;
  const stop = client.practiceProgress.add(watched.say);
  try {
    const waking = client.request(requests.practiceStart, { runtime, environment: environment() });
    await unlessAborted(watched.signal, waking);
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new Problem({
      what: "The practice company could not be woken",
      why: error instanceof Problem ? (error.why ?? error.what) : String(error),
      next: "Try again. Stopping it takes it down with its repository, tickets and database, for a new one.",
      code: "practice-asleep",
      cause: error,
    });
  } finally {
    stop();
  }
  await model.refresh();
}

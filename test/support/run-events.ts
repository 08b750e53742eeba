import type { NewRunEvent, RunEvent } from "../../agent/protocol/run-event.ts";

/** Numbers events as a journal would, one second apart. */
export function numbered(events: readonly NewRunEvent[], run = "2501010000-aaaa"): RunEvent[] {
  return events.map((event, index) => ({ ...event, seq: index + 1, at: 1000 * (index + 1), run }) as RunEvent);
}

/** The event that opens a run of these stages, each with what it needs. */
export function opening(stages: Record<string, readonly string[]>): NewRunEvent {
  return {
    type: "started",
    plan: {
      kind: "ship",
      title: "Ship fix-delivery",
      directory: "/work/shop",
      change: "fix-delivery",
      stages: Object.entries(stages).map(([name, needs]) => ({ name, needs: [...needs] })),
    },
  };
}

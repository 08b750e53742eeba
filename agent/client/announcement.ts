import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import type { Places } from "../places.ts";

const announcement = z.object({
  pid: z.int(),
  /** When the process started (process/process-identity.ts); absent where the system does not say. */
  started: z.optional(z.string()),
  token: z.string(),
  build: z.string(),
});

/**
 * What a running agent leaves for clients to find, readable by the person alone. Whoever can read the token may speak
 * to the agent: a socket's folder is private anyway, a named pipe of Windows is not.
 */
export type Announcement = z.infer<typeof announcement>;

/** What an agent has announced; undefined where none has. */
export function readAnnouncement(places: Places): Announcement | undefined {
  return readAnnouncementAt(announcementFile(places));
}

/** What a file announces; undefined where it does not exist or holds no announcement. */
export function readAnnouncementAt(file: string): Announcement | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return z.safeParse(announcement, JSON.parse(readFileSync(file, "utf8"))).data;
  } catch {
    return undefined;
  }
}

export function writeAnnouncement(places: Places, value: Announcement): void {
  writeFileSync(announcementFile(places), JSON.stringify(value), { mode: 0o600 });
}

/** Takes the announcement back, unless another agent has replaced it. */
export function withdrawAnnouncement(places: Places, pid: number): void {
  if (readAnnouncement(places)?.pid === pid) rmSync(announcementFile(places), { force: true });
}

/** Where the agent of these places announces itself. */
export function announcementFile(places: Places): string {
  return join(places.state, "agent.json");
}

import { randomBytes } from "node:crypto";
import { linkSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { type Announcement, announcementFile, readAnnouncementAt } from "../client/announcement.ts";
import type { Places } from "../places.ts";
import { Problem } from "../problem.ts";
import { isNotedAlive } from "../process/process-identity.ts";

/**
 * Makes this agent the one that works on the state folder: two would end each other's runs. The announcement is the
 * claim; that of an agent that was killed is taken over.
 * @throws Problem "agent-runs-already" where another agent lives, also where nobody can connect to it any more.
 */
export async function claimState(places: Places, mine: Announcement): Promise<void> {
  if (await answers(places.socket)) throw runsAlready(places.socket);
  // Where processes cannot be told from each other the address decides: a named pipe cannot be taken twice.
  if (mine.started === undefined) return;
  const file = announcementFile(places);
  while (!publish(file, mine)) {
    const holder = readAnnouncementAt(file);
    if (holder && (await isNotedAlive(holder))) throw runsAlready(`process ${holder.pid}`);
    discard(file, holder);
  }
}

/** That another agent has the state folder, and where it is. */
export function runsAlready(where: string): Problem {
  return new Problem({ what: "Another agent runs already", where, code: "agent-runs-already" });
}

/** Writes the announcement whole, or not at all where one stands there. */
function publish(file: string, mine: Announcement): boolean {
  const draft = besides(file);
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
  try {
    return linkUnlessThere(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Removes a dead agent's announcement, and none that another one has put in its place meanwhile. */
function discard(file: string, dead: Announcement | undefined): void {
  const aside = besides(file);
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if (readAnnouncementAt(aside)?.token !== dead?.token) linkUnlessThere(aside, file);
  rmSync(aside, { force: true });
}

function linkUnlessThere(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function besides(file: string): string {
  return `${file}.${randomBytes(6).toString("hex")}`;
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

import { randomBytes } from "node:crypto";
import { mkdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "../database/port.ts";
import { chooseDataDirectory } from "../database/process/data-directory.ts";
import { productionOf } from "../database/production.ts";
import { startGitHub } from "../github/github.ts";
import type { Founding } from "../work.ts";
import { type Company, type PracticeReady, type RuntimeKind, readCompany, writeCompany } from "./company.ts";
import { lockState } from "./lock.ts";
import { removeFounded } from "./remove.ts";
import { foundRepository } from "./repository.ts";
import { preparedFixes, readTickets } from "./tickets.ts";

const REPOSITORY = "practice/shop";
/** The login of the person who practises. */
const NEW_HIRE = "robin";

export interface Founded {
  readonly ready: PracticeReady;
  /** Stops everything and keeps the state. */
  stop(): Promise<void>;
}

/**
 * Founds the practice company, or wakes the one that was founded in this state directory before.
 * A founding that fails or is aborted leaves nothing behind; a company that was there before is kept.
 */
export async function found(
  request: { state: string; cache: string; runtime: RuntimeKind; untilEof: boolean },
  work: Founding,
): Promise<Founded> {
  const unlock = await lockState(request.state, { dependsOnParent: request.untilEof }, work);
  const known = await readCompany(request.state);
  try {
    return await start(request, known, work, unlock);
  } catch (error) {
    if (!known?.webUrl) await removeFounded(request.state);
    await unlock();
    await rmdir(request.state).catch(() => {});
    throw error;
  }
}

async function start(
  request: { state: string; cache: string; runtime: RuntimeKind },
  known: Company | undefined,
  work: Founding,
  unlock: () => Promise<void>,
): Promise<Founded> {
  if (known && known.runtime !== request.runtime) {
    throw new Error(
      `This practice company runs on ${known.runtime}. Remove it before founding one on ${request.runtime}.`,
    );
  }
  const company = known ?? (await newCompany(request.state, request.runtime));
  await writeCompany(request.state, company);
  const production = productionOf(company, request.cache);
  try {
    const reach = await production.start(work);
    const repository = await foundRepository({ state: request.state, repository: REPOSITORY, production }, work);
    const tickets = await readTickets();
    work.say("Opening the stand-in for GitHub");
    const github = await startGitHub({
      stateDir: await privateFolder(request.state, "github"),
      port: 0,
      repository: REPOSITORY,
      bareRepository: repository,
      tokens: { [company.token]: NEW_HIRE },
      tickets,
    });
    const fixes = await preparedFixes(request.state);
    const [starter] = fixes;
    if (!starter) throw new Error("No ticket comes with a fix.");
    const ready: PracticeReady = {
      id: company.id,
      runtime: company.runtime,
      webUrl: github.url,
      repository: REPOSITORY,
      cloneUrl: github.cloneUrl,
      token: company.token,
      ticket: starter.ticket,
      fixes,
      ...reach,
    };
    await writeCompany(request.state, { ...company, ...ready });
    return { ready, stop: () => stopAll([github.stop, () => production.stop(), unlock]) };
  } catch (error) {
    await production.stop().catch(() => {});
    throw error;
  }
}

async function newCompany(state: string, runtime: RuntimeKind): Promise<Company> {
  const id = randomBytes(4).toString("hex");
  const password = randomBytes(18).toString("base64url");
  const directory = runtime === "process" ? await chooseDataDirectory(state, id) : undefined;
  const token = `practice_${randomBytes(18).toString("hex")}`;
  return { id, runtime, token, database: { port: await freePort(), password, directory } };
}

async function privateFolder(state: string, name: string): Promise<string> {
  const folder = join(state, name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** One after the other, all of them, also where one fails. */
async function stopAll(stops: (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const stop of stops) await stop().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

import { createHash } from "node:crypto";
import { hostname } from "node:os";
import { identifyProcess } from "../../process/process-identity.ts";
import { LABEL } from "./labels.ts";

type Labels = Readonly<Record<string, string>> | null | undefined;

/**
 * The label that says which agent process makes a thing, so that the next one can tell what nobody will finish: its
 * machine, its number and when it started. For what ends with its maker, and for what is useless until it is done.
 */
export async function makerLabel(): Promise<Record<string, string>> {
  const maker = await makerOf(process.pid);
  return maker === undefined ? {} : { [LABEL.maker]: maker };
}

/** Those of the makers that these labels name which have ended. Of another machine's nothing is known: it may live. */
export async function deadMakers(labels: readonly Labels[]): Promise<ReadonlySet<string>> {
  const makers = new Set(labels.flatMap((one) => one?.[LABEL.maker] ?? []));
  const dead = await Promise.all([...makers].map(async (maker) => ((await isDead(maker)) ? [maker] : [])));
  return new Set(dead.flat());
}

async function isDead(maker: string): Promise<boolean> {
  const [machine, pid] = maker.split(".");
  return machine === thisMachine() && (await makerOf(Number(pid))) !== maker;
}

async function makerOf(pid: number): Promise<string | undefined> {
  const identity = await identifyProcess(pid);
  return identity && `${thisMachine()}.${pid}.${fingerprint(identity.started)}`;
}

function thisMachine(): string {
  return fingerprint(hostname());
}

function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 10);
}

import { join } from "node:path";
import type { Owned, Owner } from "../runtime.ts";
import { pathsBelow, readRecord } from "./record.ts";

/** What the record of a finished directory says at least. */
export interface HomeRecord {
  readonly owner: Owner;
  readonly name: string;
  readonly bytes?: number | undefined;
  /** As {@link Owned} has them. */
  readonly from?: string | undefined;
  readonly at?: number | undefined;
}

/** The name of a directory while it is being made. */
export function partialOf(home: string): string {
  return `${home}.partial`;
}

/**
 * Lists the directories `root/<repo>/<change>/<key>`. One without a record was left by an agent that died, unless it is
 * being made at this moment: then it is not listed yet.
 */
export async function ownedHomes(
  root: string,
  kind: Owned["kind"],
  recordName: string,
  isBusy: (home: string) => boolean,
): Promise<Owned[]> {
  const homes = await pathsBelow(root, 3);
  const owned = await Promise.all(
    homes.map(async (home): Promise<Owned[]> => {
      const record = await readRecord<HomeRecord>(join(home, recordName));
      if (record) return [{ ...record, kind, id: home }];
      if (isBusy(home.replace(/\.partial$/, ""))) return [];
      const repo = decodeURIComponent(home.split("/").at(-3) ?? "");
      return [{ kind: "files", id: home, name: `a half-made ${kind}`, owner: { repo }, abandoned: true }];
    }),
  );
  return owned.flat();
}

import { createHash } from "node:crypto";
import type { SourceFacts } from "./source-facts.ts";

/** What, besides the source itself, decides what is in a snapshot. */
export interface SnapshotInputs {
  readonly source: SourceFacts;
  /** The sections of slipway.json that shape it: subset, mask, source.schemas, snapshot.baseImage, migrations.ledger. */
  readonly configuration: unknown;
  /** The private key under which values are masked. Only its fingerprint goes in. */
  readonly maskKey: Buffer;
  /** Milliseconds after which a snapshot is built again. */
  readonly maxAge: number;
  readonly now: number;
}

/** Raised when the same inputs are to give another snapshot. */
const recipe = 2;

/** Same inputs within the same age, same key. Its first part names the inputs, the second the age. */
export function snapshotKey({ source, configuration, maskKey, maxAge, now }: SnapshotInputs): string {
  const inputs = [
    recipe,
    source.identity,
    source.schemaFingerprint,
    source.major,
    configuration,
    createHash("sha256").update(maskKey).digest("hex"),
  ];
  const named = createHash("sha256").update(JSON.stringify(inputs)).digest("hex").slice(0, 24);
  return `${named}-${Math.floor(now / maxAge)}`;
}

/** True for a snapshot's key that names the same inputs, of whatever age. */
export function isMadeFrom(wanted: string, key: string): boolean {
  return inputsOf(wanted) === inputsOf(key);
}

function inputsOf(key: string): string {
  return key.slice(0, key.indexOf("-"));
}

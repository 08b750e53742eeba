import { dirname } from "node:path";
import { bystanders, type Own } from "./bystanders.ts";
import { type Census, census, leftovers, type Thing } from "./census.ts";

/** Where the process runtime and the practice company keep databases when they run as root. */
const elsewhere = ["/var/cache", "/var/lib"];
/** Others may be in the middle of something short-lived, and the machine may be slow. */
const within = 60_000;

/** A picture of the machine to compare with later. */
export function takePicture(): Promise<Census> {
  return census(elsewhere);
}

/**
 * What a test has left on the machine and what does not go away, as labels; of a folder nothing but its name.
 * @param isKept true for what is meant to stay.
 */
export async function leftBehind(
  before: Census,
  own: Own,
  isKept: (thing: Thing) => boolean = () => false,
): Promise<string[]> {
  const isOthers = bystanders(before, own);
  const left = await leftovers(before, {
    ignore: (thing) => isOthers(thing) || isKept(thing),
    folders: elsewhere,
    within,
  });
  const files = new Set(left.filter(({ kind }) => kind === "file").map(({ label }) => label));
  const shown = left.filter(({ kind, label }) => kind !== "file" || !files.has(dirname(label)));
  return shown.map(({ kind, label }) => `${kind} ${label}`);
}

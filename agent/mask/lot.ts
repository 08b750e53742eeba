import { createHmac } from "node:crypto";

/** What a secret key, a purpose and a value decide, and nothing else. */
export interface Lot {
  /** 32 bytes that are this value's own. */
  readonly bytes: Buffer;
  /** The next of a series of numbers from 0 up to, not including, 1. */
  next(): number;
  /** The next of the same series as a whole number below `bound`. */
  number(bound: number): number;
  /** Lower-case letters and digits that are this value's own: 5 bits a character, at most 51. */
  letters(length: number): string;
}

const alphabet = "abcdefghijkmnopqrstuvwxyz2345679";

/** Without the key nobody can tell a value from its lot, nor try values out. */
export function drawLot(key: Buffer, purpose: string, value: string): Lot {
  const bytes = createHmac("sha256", key).update(purpose).update("\0").update(value).digest();
  const next = series(bytes);
  return {
    bytes,
    next,
    number: (bound) => Math.floor(next() * bound),
    letters(length) {
      const bits = BigInt(`0x${bytes.toString("hex")}`);
      return Array.from({ length }, (_, index) => alphabet[Number((bits >> BigInt(5 * index)) & 31n)]).join("");
    },
  };
}

/** The generator sfc32, begun with the value's own bytes: one HMAC a number would cost more than the copy itself. */
function series(bytes: Buffer): () => number {
  let [a, b, c, counter] = [0, 4, 8, 12].map((offset) => bytes.readUInt32BE(offset)) as [
    number,
    number,
    number,
    number,
  ];
  return () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
}

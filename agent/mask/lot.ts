import { hash } from "node:crypto";
import type { LotKey } from "./lot-key.ts";

/** What a secret key, a purpose and a value decide, and nothing else. */
export interface Lot {
  /** 48 bytes that are this value's own. */
  readonly bytes: Buffer;
  /** The next of a series of numbers from 0 up to, not including, 1. */
  next(): number;
  /** The next of the same series as a whole number below `bound`. */
  number(bound: number): number;
  /** Lower-case letters and digits that are this value's own: 5 bits a character, at most 76. */
  letters(length: number): string;
}

const alphabet = "abcdefghijkmnopqrstuvwxyz2345679";

/** Without the key nobody can tell a value from its lot, nor try values out. Drawn only when it is looked at. */
export function drawLot(key: LotKey, purpose: string, value: string): Lot {
  return new DrawnLot(key, purpose, value);
}

/** A class rather than closures: one is made for every value. */
class DrawnLot implements Lot {
  private readonly key: LotKey;
  private readonly purpose: string;
  private readonly value: string;
  private drawn: Buffer | undefined;
  private following: (() => number) | undefined;

  constructor(key: LotKey, purpose: string, value: string) {
    this.key = key;
    this.purpose = purpose;
    this.value = value;
  }

  get bytes(): Buffer {
    this.drawn ??= hash("sha384", `${this.key}${this.purpose}\0${this.value}`, "buffer");
    return this.drawn;
  }

  next(): number {
    this.following ??= series(this.bytes);
    return this.following();
  }

  number(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  letters(length: number): string {
    let letters = "";
    for (let index = 0; index < length; index++) letters += alphabet[fiveBits(this.bytes, 5 * index)];
    return letters;
  }
}

/** Of the bytes as one big-endian number, counted from its last bit. */
function fiveBits(bytes: Buffer, from: number): number {
  const last = bytes.length - 1 - (from >> 3);
  const two = (bytes[last] ?? 0) | ((bytes[last - 1] ?? 0) << 8);
  return (two >> (from & 7)) & 31;
}

/** The generator sfc32, begun with the value's own bytes: one hash a number would cost more than the copy itself. */
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

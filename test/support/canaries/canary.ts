import { randomBytes, randomInt } from "node:crypto";
import { spellingsOf } from "./spellings.ts";

/** A value that exists nowhere else: where one of its spellings is found, it has come from here. */
export interface Canary {
  readonly name: string;
  /** By form: "plain", "base64 1", "binary" … None holds a line feed. */
  readonly spellings: ReadonlyMap<string, Buffer>;
}

/** A canary that rows spell with something of their own behind it. */
export interface WordCanary extends Canary {
  readonly word: string;
}

const letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
/** What JSON escapes, or may escape, and what is more than one byte. */
const awkward = ['"', "\\", "é", "ß", "Ω", "ñ"];

/** Fourteen letters and digits, in every spelling. */
export function wordCanary(name: string): WordCanary {
  return spelled(name, letter(26) + Array.from({ length: 13 }, () => letter(letters.length)).join(""));
}

/** The same of characters that texts escape. */
export function awkwardCanary(name: string): WordCanary {
  return spelled(name, Array.from({ length: 14 }, () => awkward[randomInt(awkward.length)]).join(""));
}

function spelled(name: string, word: string): WordCanary {
  return { name, word, spellings: spellingsOf(word) };
}

function letter(of: number): string {
  return letters[randomInt(of)] ?? "";
}

/** A value of a type that PostgreSQL keeps in binary: as it writes it, and as it keeps it. */
export function binaryCanary(name: string, text: string, binary: Buffer): Canary {
  const hex = Buffer.from(binary.toString("hex"));
  const spellings: [string, Buffer][] = [
    ["plain", Buffer.from(text)],
    ["binary", binary],
    ["binary, in hex", hex],
  ];
  return { name, spellings: new Map(spellings) };
}

/** Random bytes of which none is a line feed. */
export function bytesWithoutLineFeed(count: number): Buffer {
  return Buffer.from(randomBytes(count).map((byte) => (byte === 10 ? 11 : byte)));
}

/** A secret of fixed length, as a text that begins what is hashed. */
export type LotKey = string & { readonly __brand: "LotKey" };

/**
 * The key under which lots are drawn. SHA-384 does not show the whole of its state (FIPS 180-4, 6.5), without which
 * nobody can go on from a hash that he has seen: so a keyed hash of one pass, in about half the time of an HMAC, gives
 * away no more than that. Electron's crypto has it too.
 * @param key private, at least 16 bytes.
 */
export function lotKey(key: Buffer): LotKey {
  return key.toString("base64") as LotKey;
}

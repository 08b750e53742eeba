import { createHmac, randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Secret } from "./secret.ts";

/** Bytes of a key: as many as HMAC-SHA-256 has use for. */
const keyLength = 32;

/**
 * A private key of this machine under a name, made at its first use. Two processes that make it at the same time end
 * up with the same one.
 */
export function privateKey(stateFolder: string, name: string): Buffer {
  const folder = join(stateFolder, "keys");
  const file = join(folder, `${name}.key`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, randomBytes(keyLength), { mode: 0o600 });
    try {
      linkSync(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return readFileSync(file);
}

/** A password that need not be stored: derived from a private key and the name of what it opens. */
export function derivePassword(key: Buffer, name: string): Secret {
  return new Secret(createHmac("sha256", key).update(name).digest("base64url"));
}

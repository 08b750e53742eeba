import { createHash, createHmac, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";

/** What PostgreSQL takes where nothing else is set (`scram_iterations`). */
const ITERATIONS = 4096;
const SALT_BYTES = 16;
const DIGEST = "sha256";

/**
 * What a server keeps in a password's place: it can tell whether a client knows the password, and a reader of it cannot
 * sign in. Made here the password itself reaches no statement, and no server spends its first moments on it.
 * `SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>`, by RFC 5802 (3) and RFC 5803.
 * @param password printable ASCII, which SASLprep leaves as it is.
 */
export async function scramVerifier(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const salted = await promisify(pbkdf2)(password, salt, ITERATIONS, 32, DIGEST);
  const hmac = (text: string) => createHmac(DIGEST, salted).update(text).digest();
  const storedKey = createHash(DIGEST).update(hmac("Client Key")).digest("base64");
  const serverKey = hmac("Server Key").toString("base64");
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString("base64")}$${storedKey}:${serverKey}`;
}

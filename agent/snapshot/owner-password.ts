import type { ServerRef } from "../runtime/runtime.ts";
import { derivePassword, privateKey } from "../secrets/keys.ts";
import type { Secret } from "../secrets/secret.ts";

/** The password of the owner role in one clone: another than the superuser's, and stored nowhere. */
export function ownerPassword(stateFolder: string, server: ServerRef): Secret {
  return derivePassword(privateKey(stateFolder, "passwords"), `owner:${server.id}`);
}

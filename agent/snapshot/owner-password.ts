import type { LoginRole } from "../database/logins.ts";
import type { ServerRef } from "../runtime/runtime.ts";
import { derivePassword, privateKey } from "../secrets/keys.ts";
import type { Secret } from "../secrets/secret.ts";
import { ownerRole } from "./clone-databases.ts";

/** Lets the owner role sign in to clones. A snapshot holds no password: whoever pulls it could read it there. */
export function ownerLogin(stateFolder: string): LoginRole {
  return { name: ownerRole, passwordFor: (id) => ownerPassword(stateFolder, { id }) };
}

/** The password of the owner role in one clone: another than the superuser's, and stored nowhere. */
export function ownerPassword(stateFolder: string, server: Pick<ServerRef, "id">): Secret {
  return derivePassword(privateKey(stateFolder, "passwords"), `owner:${server.id}`);
}

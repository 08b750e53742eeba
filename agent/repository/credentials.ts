import type { Secret } from "../secrets/secret.ts";
import type { GitOptions } from "./git.ts";
import type { RepositoryState } from "./state.ts";

/** How to sign in at a remote over HTTP. A remote over ssh needs none: the person's agent signs in. */
export interface GitCredentials {
  /** GitHub takes any name with a token; the default is the one that it documents. */
  readonly user?: string | undefined;
  readonly token: Secret;
}

/**
 * Git asks this snippet when the remote wants a password; the token reaches it by the environment of this one command.
 * Nothing is written anywhere, no argument or URL holds it, and only the remote's own host is answered.
 */
const helper = [
  '!f() { test "$1" = get || exit 0;',
  'printf "username=%s\\npassword=%s\\n" "$SLIPWAY_GIT_USER" "$SLIPWAY_GIT_TOKEN"; }; f',
].join(" ");

/** What a command that speaks to the remote needs so as to sign in. Without credentials the person's own helpers do. */
export function signIn(
  remote: RepositoryState["remote"],
  credentials: GitCredentials | undefined,
): Pick<GitOptions, "settings" | "env"> {
  if (!credentials || !remote || !/^https?$/.test(remote.protocol)) return {};
  const place = `credential.${remote.protocol}://${remote.host}.helper`;
  return {
    settings: ["-c", "credential.helper=", "-c", `${place}=`, "-c", `${place}=${helper}`],
    env: {
      SLIPWAY_GIT_USER: credentials.user ?? "x-access-token",
      SLIPWAY_GIT_TOKEN: credentials.token.reveal(),
    },
  };
}

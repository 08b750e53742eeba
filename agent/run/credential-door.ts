import type { Redactor } from "../secrets/redactor.ts";
import { resolveValue } from "../secrets/resolve-value.ts";
import { Secret } from "../secrets/secret.ts";
import type { Purpose, Services } from "./services.ts";

/** What the door asks through, and what it tells of every secret that passes. */
export interface CredentialDoorOptions {
  ask(purpose: Purpose, name: string, asking: { signal: AbortSignal; onWaiting(what: string): void }): Promise<Secret>;
  readonly redactor: Redactor;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The one way by which a stage gets a secret: the run's redactor knows it before the stage does. */
export function credentialDoor({ ask, redactor, directory, environment }: CredentialDoorOptions): Services["secret"] {
  return async (value, purpose, context) => {
    const { signal } = context;
    const onWaiting = (what: string) => context.waiting(what);
    const secret = await resolveValue(value, (name) => ask(purpose, name, { signal, onWaiting }), {
      directory,
      environment,
      signal,
    });
    if (typeof value !== "string") teach(redactor, secret);
    return secret;
  };
}

/** Of a URL the password alone is a secret too: that is what a driver's error would show. */
function teach(redactor: Redactor, secret: Secret): void {
  redactor.add(secret);
  const text = secret.reveal();
  if (!URL.canParse(text)) return;
  const { password } = new URL(text);
  if (password) redactor.add(new Secret(decodeURIComponent(password)));
}

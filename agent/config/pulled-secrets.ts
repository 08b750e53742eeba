import { Problem } from "../problem.ts";
import type { Config } from "./schema/config.ts";
import type { Value } from "./schema/value.ts";
import { type GuardedSecret, guardedSecrets } from "./secret-names.ts";

/** Where a change would bring a guarded secret into what its own code can read. */
export function pulledSecrets(guards: readonly Config[], change: Config, file: string): Problem[] {
  const secrets = guards.flatMap(guardedSecrets);
  return placesOf(change).flatMap(({ key, value }) => {
    // One variable may be several secrets: it is refused once.
    const pulled = secrets.find(({ from }) => reads(value, from));
    return pulled ? [refusal(key, pulled, file)] : [];
  });
}

/** Everything in the sections that count as they stand in the change which is looked up on this machine. */
function placesOf(change: Config): { key: string; value: Value }[] {
  const { app, services, preview } = change;
  const places = (prefix: string, values: Readonly<Record<string, Value>>) =>
    Object.entries(values).map(([name, value]) => ({ key: `${prefix}.${name}`, value }));
  return [
    ...places("app.env", app.env),
    ...places("app.build.secrets", app.build.secrets),
    ...Object.entries(services).flatMap(([name, service]) => places(`services.${name}.env`, service.env)),
    ...(preview.share ? [{ key: "preview.share", value: { command: preview.share } }] : []),
  ];
}

function reads(value: Value, secret: GuardedSecret["from"]): boolean {
  if (typeof value === "string") return false;
  if ("env" in value) return "env" in secret && secret.env === value.env;
  return "env" in secret
    ? new RegExp(`(?<![A-Za-z0-9_])${secret.env}(?![A-Za-z0-9_])`).test(value.command)
    : value.command.includes(secret.command);
}

function refusal(key: string, secret: GuardedSecret, file: string): Problem {
  const source = "env" in secret.from ? `the environment variable ${secret.from.env}` : "the same command";
  return new Problem({
    what: `The change pulls a secret of \`${secret.key}\` into \`${key}\``,
    where: file,
    why: `both read ${source}, and a secret of source, target or forge is never given to an app or a check`,
    next: `Take \`${key}\` out of the change, or give it a secret of its own under another name.`,
    code: "secret-pulled",
    usage: true,
  });
}

import { previewUrlPlaceholder } from "../config/preview-url.ts";
import { variableName } from "../config/schema/names.ts";
import { namesVariable } from "./interpolate.ts";
import { leadsTo } from "./leads-to.ts";

/** A value of `app.env` as slipway.json writes it. */
export type ProposedValue = string | { readonly env: string };

/** What an example of an .env file says about what an app needs from its environment. */
export interface ProposedEnvironment {
  readonly values: Readonly<Record<string, ProposedValue>>;
  /** What leads to a service beside the app, or has no whole value there: nothing can be proposed. */
  readonly open: readonly string[];
  /** What no variable of `app.env` can be called: `spring.datasource.url`. */
  readonly unfit: readonly string[];
}

const secretName =
  /SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|PRIVATE_KEY|CREDENTIAL|SALT|PEPPER|(^|_)(KEY|PASS|DSN)(_|$)/;
/** The image says in which mode the app runs; what an example shows is a developer's, and `app.env` counts in production. */
const mode = /^(NODE|RAILS|RACK|FLASK|APP|MIX)_ENV$|(^|_)DEBUG$/;
/** What nobody means: `your-key-here`, `xx-xxxx-x`; a secret that says so is one all the same. */
const placeholder = /^<|^(your|get|insert|replace|todo|xx)[-_ x]|[-_]here$|X{4,}|^\*+$/i;
/** `PASSWORD_RESET_DISABLED=1`: about a secret, and none. */
const about = /_(DISABLED|ENABLED|REQUIRED|LENGTH|TTL|EXPIRY|EXPIRES|TIMEOUT|DAYS|HOURS|MINUTES)$/;
const plain = /^(\d{1,9}|true|false|on|off|yes|no)$/i;
/** A preview has no certificate. */
const force = /FORCE_(HTTPS|SSL)/;
/** For tests, or a part of the database's address beside its URL. */
const others =
  /^(E2E|TEST|CYPRESS|PLAYWRIGHT)_|^(POSTGRES|POSTGRESQL|PG|DB)_?(HOST|SERVER|PORT|NAME|DATABASE|DB|USER|USERNAME|PASSWORD|PASS)$/;
/** An address on the developer's own machine: its first part, its port, its path. */
const local = /^https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::(\d+))?(\/\S*)?$/;
const machine = /\b(localhost|127\.0\.0\.1|0\.0\.0\.0|host\.docker\.internal)\b|^\w+:\/\/[\w-]+(:\d+)?(\/|$)/;

interface EnvironmentSetting {
  readonly given: ReadonlySet<string>;
  readonly port: number | undefined;
  readonly services: readonly string[];
  readonly beside: readonly string[];
}

/**
 * Proposes `app.env` from an example of an .env file. A secret is asked of whoever ships; the app's own address becomes
 * the preview's; plain values are taken as they are.
 * @param given what Slipway or the image sets anyway: the database's variables, PORT …
 * @param services the host names of those that run beside the app here too.
 * @param beside the host names of other services that a compose file runs beside the app.
 */
export function proposeEnvironment(
  example: ReadonlyMap<string, string>,
  { given, port, services, beside }: EnvironmentSetting,
): ProposedEnvironment {
  const values: Record<string, ProposedValue> = {};
  const open: string[] = [];
  const unfit: string[] = [];
  const isBeside = (value: string) =>
    !services.some((host) => leadsTo(value, host)) &&
    (machine.test(value) || beside.some((host) => leadsTo(value, host)));
  for (const [name, value] of example) {
    if (given.has(name) || mode.test(name) || name === "PORT" || name === "HOST" || others.test(name)) continue;
    const [isLocal, at, path = ""] = local.exec(value) ?? [];
    if (!variableName.test(name)) unfit.push(name);
    else if (isLocal && (at === undefined || port === undefined || Number(at) === port)) {
      values[name] = path === "/" ? `${previewUrlPlaceholder}/` : `${previewUrlPlaceholder}${path}`;
    } else if (value === "" || force.test(name) || isBeside(value)) open.push(name);
    else if (secretName.test(name) && !(plain.test(value) && about.test(name))) values[name] = { env: name };
    else if (placeholder.test(value) || namesVariable(value)) open.push(name);
    else values[name] = value;
  }
  return { values, open, unfit };
}

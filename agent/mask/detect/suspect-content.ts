import { isIP } from "node:net";
import { isFirstName } from "../names.ts";
import { isCardNumber, isIban } from "./checksums.ts";
import type { Family } from "./family.ts";
import type { Suspicion } from "./suspect-name.ts";

/** Of its name the last letter is enough: a search for more takes long where there is none. */
const email = /[\w.+-]@[\w-]+\.[a-z]{2,}/i;
const phone = /^\+?[\d ().\-/]{7,20}$/;

/** How hashes of passwords, tokens of known services and signed tokens begin. */
const secret =
  /^(\$2[abxy]?\$\d\d\$|\$argon2|\$pbkdf2|\$scrypt|pbkdf2_sha|scrypt:|eyJ[\w-]{8,}\.[\w-]+\.|(sk|rk|pk)_(live|test)_\w{8}|gh[opsur]_\w{20}|github_pat_|glpat-|xox[abeprs]-|AKIA[A-Z\d]{16}$|-----BEGIN [A-Z ]*PRIVATE KEY)/;

/** What values look like, and the share of them that must. */
const looks: readonly {
  readonly families: readonly Family[];
  readonly share: number;
  readonly test: (value: string) => boolean;
  readonly suspicion: Suspicion;
}[] = [
  {
    families: ["text"],
    share: 0,
    test: (value) => secret.test(value),
    suspicion: { reason: "its values look like secrets", rule: "hash" },
  },
  {
    families: ["text"],
    share: 0.2,
    test: isIban,
    suspicion: { reason: "its values look like numbers of bank accounts", rule: "hash" },
  },
  {
    families: ["text", "number"],
    share: 0.5,
    test: isCardNumber,
    suspicion: { reason: "its values look like numbers of payment cards", rule: "hash" },
  },
  {
    families: ["text", "ip"],
    share: 0.5,
    test: (value) => isIP(value) !== 0,
    suspicion: { reason: "its values are IP addresses", rule: "ip" },
  },
  {
    families: ["text"],
    share: 0.25,
    test: (value) => phone.test(value) && looksDialled(value),
    suspicion: { reason: "its values look like telephone numbers", rule: "phone" },
  },
  {
    families: ["text"],
    share: 0.5,
    test: looksLikeName,
    suspicion: { reason: "its values look like people's names", rule: "fullName" },
  },
];

/** What values give away, whatever they are called. Not for JSON, whose parts are looked at one by one. */
export function suspectContent(samples: readonly string[], family: Family): Suspicion | undefined {
  const values = [...new Set(samples)].filter((value) => value !== "");
  if (values.some(holdsEmail)) {
    const mostly = values.filter((value) => /^\S+@\S+$/.test(value)).length > values.length / 2;
    const rule = family !== "text" ? "null" : mostly ? "email" : "text";
    return { reason: "its values hold e-mail addresses", rule };
  }
  for (const { families, share, test, suspicion } of looks) {
    if (!families.includes(family)) continue;
    if (values.filter(test).length > values.length * share)
      return family === "number" ? { ...suspicion, rule: "number" } : suspicion;
  }
  return undefined;
}

export function holdsEmail(text: string): boolean {
  return email.test(text);
}

/** A number that is only digits may be anything; a date is no telephone number, nor is an address of the network. */
function looksDialled(value: string): boolean {
  const digits = value.replaceAll(/\D/g, "").length;
  return digits >= 7 && digits <= 15 && /^\+|[ ()/-]/.test(value) && !/^\d{4}-\d\d-\d\d/.test(value);
}

/** Two or three words, the first of them a first name. */
function looksLikeName(value: string): boolean {
  if (!/^[^\d\s\p{Ll}]\S* \S/u.test(value) || value.length > 60) return false;
  const [, first = ""] = /^(\p{Lu}\p{Ll}+)(?: \p{Lu}\.?)?(?: \p{Lu}[\p{L}'-]+){1,2}$/u.exec(value) ?? [];
  return isFirstName(first);
}

import type { AskCredential } from "./daemon/composition.ts";
import type { PracticeCompany } from "./protocol/practice-company.ts";
import { Secret } from "./secrets/secret.ts";

/** The practice company where the repository with this remote is its own, else undefined. */
export function companyOf(company: PracticeCompany | undefined, remote: string): PracticeCompany | undefined {
  return company && remote.startsWith(`${company.webUrl}/`) ? company : undefined;
}

/**
 * Answers for the practice company itself: whoever works on a clone of its repository need not set anything.
 * @param company whose repository is asked for; every other repository's questions go to its client.
 */
export function practiceCredentials(company: PracticeCompany | undefined, ask: AskCredential): AskCredential {
  if (!company) return ask;
  const known: Readonly<Record<string, string>> = {
    GITHUB_TOKEN: company.token,
    PRODUCTION_DATABASE_URL: company.productionDatabaseUrl,
    PRODUCTION_APP_DATABASE_URL: company.productionAppDatabaseUrl,
  };
  return async (purpose, name, asking) => {
    const value = known[name];
    return value === undefined ? ask(purpose, name, asking) : new Secret(value);
  };
}

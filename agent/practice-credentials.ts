import type { AskCredential } from "./daemon/composition.ts";
import type { PracticeCompany } from "./protocol/practice-company.ts";
import { Secret } from "./secrets/secret.ts";

/**
 * Answers for the practice company itself: whoever works on a clone of its repository need not set anything. Every
 * other repository's questions go to its client.
 * @param remote the URL of the repository that is asked for.
 */
export function practiceCredentials(
  company: PracticeCompany | undefined,
  remote: string,
  ask: AskCredential,
): AskCredential {
  if (!company || !remote.startsWith(`${company.webUrl}/`)) return ask;
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

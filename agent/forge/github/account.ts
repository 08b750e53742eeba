import { Problem } from "../../problem.ts";
import type { Client } from "./client.ts";

/**
 * Who is signed in, asked once for a client that gets an answer. The token of an App has no user to ask for: undefined.
 */
export function accountOf(client: Client): { account(): Promise<string | undefined> } {
  let known: Promise<string | undefined> | undefined;
  const ask = async () => {
    try {
      const { data } = await client.ask("whoAmI", "The signed-in account cannot be read", (route) =>
        client.octokit.request(route),
      );
      return data.login;
    } catch (error) {
      if (error instanceof Problem && error.code === "forge-forbidden") return undefined;
      known = undefined;
      throw error;
    }
  };
  return {
    account: () => {
      known ??= ask();
      return known;
    },
  };
}

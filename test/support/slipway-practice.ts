import { join } from "node:path";
import { execa } from "execa";
import type { AgentClient } from "../../agent/client/agent-client.ts";
import { requests } from "../../agent/protocol/messages.ts";
import type { PracticeCompany } from "../../agent/protocol/practice-company.ts";
import { cleanEverything } from "./clean-everything.ts";
import { signedIn } from "./practice-github.ts";
import { type CommandOptions, type CommandResult, slipway } from "./slipway.ts";
import { agentClient } from "./slipway-agent.ts";
import type { SlipwayHome } from "./slipway-home.ts";
import { takeTurn } from "./turn.ts";

/** A clone of the company's repository. On `main` at first. */
export interface ShopClone {
  readonly directory: string;
  /** Runs the command line in the clone. */
  slipway(args: readonly string[], options?: Omit<CommandOptions, "cwd">): Promise<CommandResult>;
  /** Runs git in the clone; gives what it printed. */
  git(...args: string[]): Promise<string>;
}

/** A practice company whose production is live, and a new hire's clone of its repository. */
export interface PracticeSetting extends ShopClone {
  readonly home: SlipwayHome;
  readonly company: PracticeCompany;
  readonly client: AgentClient;
  /** `http://127.0.0.1:port` of the app in production. */
  readonly productionUrl: string;
  /** One more clone, in which a run can go on at the same time. */
  anotherClone(name: string): Promise<ShopClone>;
  /** Takes the company, everything that was made in it, the agent and the home down. */
  remove(): Promise<void>;
}

/** Founds a practice company and releases its base branch. */
export async function practiceCompany(freshHome: SlipwayHome, runtime: "docker" | "process"): Promise<PracticeSetting> {
  const home = { ...freshHome, environment: { ...freshHome.environment, SLIPWAY_RUNTIME: runtime } };
  const { environment } = home;
  // A cache that is not there yet is made by one founding at a time.
  const turn = await takeTurn("practice cache");
  let client: AgentClient | undefined;
  const remove = async () => {
    try {
      await client?.request(requests.practiceStop, { environment });
      await cleanEverything((args) => slipway(home, args, { cwd: join(home.folder, "shop") }));
    } finally {
      client?.close();
      await home.remove();
      await turn.end();
    }
  };
  try {
    client = await agentClient(home);
    const company = await client.request(requests.practiceStart, { runtime, environment });
    await turn.end();
    const token = company.token;
    const cloneTo = (name: string) => checkOut({ home, client: client as AgentClient, token }, name);
    const shop = await cloneTo("shop");
    const productionUrl = await releaseBase(client, { directory: shop.directory, environment });
    return { ...shop, home, company, client, productionUrl, anotherClone: cloneTo, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function checkOut(
  { home, client, token }: { home: SlipwayHome; client: AgentClient; token: string },
  name: string,
): Promise<ShopClone> {
  const directory = join(home.folder, name);
  await client.request(requests.practiceCheckout, { directory, environment: home.environment });
  const env = { ...home.environment, ...signedIn(token) };
  const git = async (...args: string[]) => (await execa("git", args, { cwd: directory, env, extendEnv: false })).stdout;
  await git("config", "user.name", "Robin");
  await git("config", "user.email", "robin@acme.example");
  return { directory, git, slipway: (args, options) => slipway(home, args, { ...options, cwd: directory }) };
}

/** What production serves before the first change. @returns its URL. */
async function releaseBase(
  client: AgentClient,
  place: { directory: string; environment: Record<string, string> },
): Promise<string> {
  const { run } = await client.request(requests.runStart, { kind: "release", base: true, ...place });
  let url: unknown;
  let failure: unknown;
  await client.followRun(
    run,
    (event) => {
      if (event.type === "output" && event.name === "production.url") url = event.value;
      if (event.type === "failed") failure = event.problem;
    },
    { signal: AbortSignal.timeout(180_000) },
  );
  if (typeof url !== "string" || failure) throw new Error(`The base was not released: ${JSON.stringify(failure)}`);
  return url;
}

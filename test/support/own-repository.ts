import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { withDatabase } from "../../agent/database/connection.ts";
import { startGitHub } from "../../practice/github/github.ts";
import type { State } from "../../practice/github/state.ts";
import { gitHubRecords } from "./github-records.ts";
import type { TestPostgres } from "./postgres.ts";
import { signedIn } from "./practice-github.ts";
import { type CommandResult, slipway } from "./slipway.ts";
import type { SlipwayHome } from "./slipway-home.ts";
import { createDatabase, sql } from "./sql.ts";

const token = "ghp_ownrepository00000000000000000000001";
/** Long enough that nothing else of a log is taken for it. */
const password = "a-password-that-nobody-guesses";

/** A team that has never heard of Slipway: its repository, its production and its GitHub, without a slipway.json. */
export interface OwnRepository {
  /** Where somebody has cloned it. */
  readonly directory: string;
  /** What its GitHub has on record. */
  records(): State;
  /** Runs the command line in the clone as somebody who holds the team's credentials. */
  slipway(args: readonly string[]): Promise<CommandResult>;
  /** Commits all that is there on a branch of this name. */
  commitOn(branch: string, message: string): Promise<void>;
  /** Merges the branch that is checked out into main, as somebody does on GitHub. */
  mergeThere(): Promise<void>;
  /** Writes the prepared change over the clone and commits it. */
  applyChange(): Promise<void>;
  stop(): Promise<void>;
}

export interface OwnRepositorySetting {
  readonly home: SlipwayHome;
  /** The server on which its production is made. */
  readonly server: TestPostgres;
  /** A folder of test/support/repositories, and the name of its database. */
  readonly name: string;
  readonly ticket: string;
}

export async function ownRepository({ home, server, name, ticket }: OwnRepositorySetting): Promise<OwnRepository> {
  const files = join(import.meta.dirname, "repositories", name);
  const folder = await mkdtemp(join(tmpdir(), `slipway-test-${name}-`));
  const bareRepository = join(folder, "bare.git");
  const directory = join(folder, "clone");
  const github = join(folder, "github");
  const git = async (...args: string[]) => (await execa("git", args, { cwd: directory, env: gitEnvironment })).stdout;
  const commit = async (message: string) => {
    await git("add", "--all");
    await git("commit", "--quiet", "--message", message);
  };
  await execa("git", ["init", "--quiet", "--bare", "--initial-branch=main", bareRepository], { env: gitEnvironment });
  await execa("git", ["clone", "--quiet", bareRepository, directory], { env: gitEnvironment });
  await cp(join(files, "base"), directory, { recursive: true });
  await commit("Begin");
  await git("push", "--quiet", "origin", "HEAD:main");
  const { cloneUrl, stop } = await startGitHub({
    stateDir: github,
    port: 0,
    repository: `acme/${name}`,
    bareRepository,
    tokens: { [token]: "kim" },
    tickets: [{ title: ticket, body: "", labels: [], reporter: "noor" }],
  });
  await git("remote", "set-url", "origin", cloneUrl);
  const env = {
    ...gitEnvironment,
    LIVE_DATABASE_URL: await makeProduction(server, name, await readFile(join(files, "production.sql"), "utf8")),
    GITHUB_TOKEN: token,
  };
  return {
    directory,
    records: () => gitHubRecords(github),
    slipway: (args) => slipway(home, args, { cwd: directory, env }),
    async commitOn(branch, message) {
      await git("switch", "--quiet", "--create", branch);
      await commit(message);
    },
    mergeThere: async () => void (await git("push", "--quiet", bareRepository, "HEAD:main")),
    async applyChange() {
      await cp(join(files, "change"), directory, { recursive: true });
      await commit("Change it");
    },
    async stop() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const gitEnvironment = {
  GIT_AUTHOR_NAME: "Kim",
  GIT_AUTHOR_EMAIL: "kim@acme.test",
  GIT_COMMITTER_NAME: "Kim",
  GIT_COMMITTER_EMAIL: "kim@acme.test",
  GIT_CONFIG_GLOBAL: "/dev/null",
  ...signedIn(token),
};

/** @returns the URL of a role that may only SELECT, as `slipway doctor` asks for. */
async function makeProduction({ connection }: TestPostgres, name: string, statements: string): Promise<string> {
  await createDatabase(connection, name);
  const database = withDatabase(connection, name);
  await sql(database, statements);
  await sql(
    database,
    `CREATE ROLE ${name}_reader LOGIN PASSWORD '${password}'; GRANT pg_read_all_data TO ${name}_reader`,
  );
  return `postgres://${name}_reader:${password}@${connection.host}:${connection.port}/${name}`;
}

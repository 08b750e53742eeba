import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { type Connection, withDatabase } from "../../agent/database/connection.ts";
import { startGitHub } from "../../practice/github/github.ts";
import type { State } from "../../practice/github/state.ts";
import { cleanEverything } from "./clean-everything.ts";
import { gitHubRecords } from "./github-records.ts";
import { startPostgres } from "./postgres.ts";
import { signedIn } from "./practice-github.ts";
import { type CommandResult, slipway, slipwayText } from "./slipway.ts";
import type { SlipwayHome } from "./slipway-home.ts";
import { createDatabase, sql } from "./sql.ts";

const files = join(import.meta.dirname, "second-repository");
const configFile = "apps/desk/slipway.jsonc";
const token = "ghp_toolshed0000000000000000000000000001";

/**
 * A company that has nothing of the practice company: a part of a bigger repository, migrations by knex, no tests, a
 * base branch called trunk, a configuration with a name and place of its own, its own production and its own GitHub.
 */
export interface SecondCompany {
  readonly productionUrl: string;
  /** What its GitHub has on record. */
  records(): State;
  /** Runs git in the clone, on whose branch `due-dates` the change is committed. */
  git(...args: string[]): Promise<string>;
  /** @param as another person's home and environment, instead of Kim's. */
  slipway(args: readonly string[], as?: Person): Promise<CommandResult>;
  /** `slipway clone psql` with these arguments for psql. */
  psql(args: readonly string[]): Promise<{ exitCode: number | undefined; stdout: string }>;
  /** Changes the configuration on the base branch, and goes on with the change on top of it. */
  configure(edit: (text: string) => string): Promise<void>;
  stop(): Promise<void>;
}

interface Person {
  readonly home?: SlipwayHome;
  /** On top of the environment that everybody has; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export async function secondCompany(home: SlipwayHome): Promise<SecondCompany> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-test-second-"));
  const server = await startPostgres();
  const production = await makeProduction(server.connection);
  const bareRepository = join(folder, "desk.git");
  const clone = join(folder, "clone");
  const github = join(folder, "github");
  const gitIn = async (cwd: string, ...args: string[]) =>
    (await execa("git", args, { cwd, env: gitEnvironment })).stdout;
  await gitIn(folder, "init", "--quiet", "--bare", "--initial-branch=trunk", bareRepository);
  await gitIn(folder, "clone", "--quiet", bareRepository, clone);
  await commit("base", "Lend tools");
  await gitIn(clone, "push", "--quiet", "origin", "HEAD:trunk");
  const { cloneUrl, stop } = await startGitHub({
    stateDir: github,
    port: 0,
    repository: "toolshed/village",
    bareRepository,
    tokens: { [token]: "kim" },
    tickets: [{ title: "When is it due back?", body: "Nobody knows.", labels: [], reporter: "noor" }],
  });
  await gitIn(clone, "remote", "set-url", "origin", cloneUrl);
  await gitIn(clone, "switch", "--quiet", "--create", "due-dates");
  await commit("change", "Say when a tool is due back");

  async function commit(overlay: string, message: string): Promise<void> {
    await cp(join(files, overlay), clone, { recursive: true });
    await gitIn(clone, "add", ".");
    await gitIn(clone, "commit", "--quiet", "--message", message);
  }

  const env = { DESK_SOURCE: production, DESK_PRODUCTION: production, DESK_TOKEN: token };
  return {
    productionUrl: production,
    records: () => gitHubRecords(github),
    git: (...args) => gitIn(clone, ...args),
    slipway: (args, person = {}) =>
      slipway(person.home ?? home, [...args, "--config", configFile], { cwd: clone, env: { ...env, ...person.env } }),
    async configure(edit) {
      const file = join(clone, configFile);
      await gitIn(clone, "switch", "--quiet", "trunk");
      await writeFile(file, edit(await readFile(file, "utf8")));
      await gitIn(clone, "commit", "--quiet", "--all", "--message", "Configure");
      await gitIn(clone, "push", "--quiet", bareRepository, "trunk");
      await gitIn(clone, "update-ref", "refs/remotes/origin/trunk", "trunk");
      await gitIn(clone, "switch", "--quiet", "due-dates");
      await gitIn(clone, "rebase", "--quiet", "trunk");
    },
    psql: (args) => slipwayText(home, ["clone", "psql", "--config", configFile, "--", ...args], { cwd: clone, env }),
    async stop() {
      await cleanEverything((args) => slipway(home, [...args, "--config", configFile], { cwd: clone, env }));
      await stop();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const gitEnvironment = {
  GIT_AUTHOR_NAME: "Kim",
  GIT_AUTHOR_EMAIL: "kim@toolshed.example",
  GIT_COMMITTER_NAME: "Kim",
  GIT_COMMITTER_EMAIL: "kim@toolshed.example",
  GIT_CONFIG_GLOBAL: "/dev/null",
  ...signedIn(token),
};

/** A database with an owner who is no superuser, as an app's role is. @returns its URL. */
async function makeProduction(superuser: Connection): Promise<string> {
  await createDatabase(superuser, "toolshed");
  const database = withDatabase(superuser, "toolshed");
  await sql(database, "CREATE ROLE desk LOGIN PASSWORD 'desk'; GRANT ALL ON DATABASE toolshed TO desk");
  await sql(
    database,
    `ALTER SCHEMA public OWNER TO desk; SET ROLE desk; ${await readFile(join(files, "production.sql"), "utf8")}`,
  );
  return `postgres://desk:desk@${superuser.host}:${superuser.port}/toolshed`;
}

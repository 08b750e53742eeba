import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Connection, withDatabase } from "../../../agent/database/connection.ts";
import type { GitHubOptions } from "../../../practice/github/github.ts";
import { cleanEverything } from "../clean-everything.ts";
import { startPostgres } from "../postgres.ts";
import { type Relay, startRelay } from "../relay.ts";
import { type SlipwayHome, slipwayHome } from "../slipway-home.ts";
import { createDatabase, sql } from "../sql.ts";
import { productionSql } from "./shop-files.ts";
import { githubToken, type ShopGitHub, startShopGitHub } from "./shop-github.ts";
import { makeWorkingCopy, type WorkingCopy } from "./working-copy.ts";

/** A company that is founded in a second: a production, a GitHub and people's clones, all behind relays that can fail. */
export interface SmallShop {
  readonly home: SlipwayHome;
  /** Where clones of the repository are. */
  readonly folder: string;
  /** What is the company's own and not Slipway's: GitHub's state, people's clones, production's files. */
  readonly ownFolders: readonly string[];
  readonly github: ShopGitHub;
  /** Between Slipway and production's database. */
  readonly sourceRelay: Relay;
  /** Between Slipway and GitHub, git and REST alike. */
  readonly githubRelay: Relay;
  readonly production: Connection;
  readonly productionUrl: string;
  /** A clone with a branch of this name, on which one commit of these files is. */
  change(branch: string, files?: Readonly<Record<string, string>>): Promise<WorkingCopy>;
  /** Takes everything down, the agent included. */
  close(): Promise<void>;
}

/**
 * @param settings of the home: SLIPWAY_RUNTIME, DOCKER_HOST …
 * @param gitHub what its GitHub is to have beyond the usual.
 */
export async function smallShop(
  settings: Readonly<Record<string, string>>,
  gitHub: Partial<GitHubOptions> = {},
): Promise<SmallShop> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-shop-"));
  const [home, server, github] = await Promise.all([
    slipwayHome(settings),
    startPostgres(),
    startShopGitHub(folder, gitHub),
  ]);
  const production = await createDatabase(server.connection, "shop");
  await sql(production, productionSql);
  const [files] = await sql<{ data_directory: string }>(production, "SHOW data_directory");
  const [sourceRelay, githubRelay] = await Promise.all([startRelay(production.port), startRelay(github.port)]);
  const url = new URL(server.url);
  url.port = String(sourceRelay.port);
  url.pathname = "/shop";
  const productionUrl = url.href;
  const place = {
    home,
    folder,
    remoteUrl: `http://127.0.0.1:${githubRelay.port}/acme/shop.git`,
    bareRepository: github.bareRepository,
    credentials: { PRODUCTION_DATABASE_URL: productionUrl, GITHUB_TOKEN: githubToken },
  };
  const copies: WorkingCopy[] = [];
  return {
    home,
    folder,
    ownFolders: [folder, dirname(files?.data_directory ?? folder)],
    github,
    sourceRelay,
    githubRelay,
    production: withDatabase(server.connection, "shop"),
    productionUrl,
    async change(branch, files = { "note.txt": `${branch}\n` }) {
      const copy = await makeWorkingCopy(place, branch, files);
      copies.push(copy);
      return copy;
    },
    async close() {
      if (copies[0]) await cleanEverything(copies[0].slipway);
      await home.remove();
      await Promise.all([sourceRelay.stop(), githubRelay.stop(), github.stop()]);
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

import * as z from "zod/mini";
import { parseConfig } from "../../config/parse-config.ts";
import type { Config } from "../../config/schema/config.ts";
import { asProblem, Problem } from "../../problem.ts";
import type { Release } from "../../target/target.ts";
import { releaseBefore, type WayBack, wayBack } from "../../target/way-back.ts";
import type { Services } from "../services.ts";
import { defineStage, type StageContext } from "../stage.ts";
import { gitCredentials } from "./git-credentials.ts";
import { inWords, lastRelease } from "./live-standing.ts";

/** What becomes of production's database where it is ahead of the release that is to serve. */
const databaseChoice = z.enum(["keep", "restore"]);

export interface RollbackOptions {
  /** The number of the release that is to serve. Default: the one before what is live. */
  readonly release?: number | undefined;
  readonly database?: z.infer<typeof databaseChoice> | undefined;
}

const chooseFacts = z.object({
  /** What serves until now. */
  from: z.int(),
  to: z.object({ number: z.int(), commit: z.string(), title: z.string(), pullRequest: z.optional(z.int()) }),
  /** Migrations that the release knows and production lacks, since it was restored. */
  behind: z.array(z.string()),
  /** The backup that takes the database's place; absent where the database stays. */
  backup: z.optional(z.string()),
  /** slipway.json as it stands on the base branch: what decides where production is. */
  config: z.custom<Config>((value) => typeof value === "object" && value !== null),
});

/** Which release is to serve again, and what that means for the database. */
export function chooseStage(services: Services, options: RollbackOptions) {
  return defineStage({
    name: "choose",
    needs: {},
    output: chooseFacts,
    execute: async (_inputs, context) => {
      const config = await baseConfig(services, context);
      const { from, way } = await findWayBack(services, config, options.release, context);
      const { to, ahead, behind, restores } = way;
      const serves = to.commit === from.commit;
      for (const name of ahead) context.log(`The database is ahead by ${name}\n`);
      if (ahead.length > 0 && options.database === undefined) throw undecided(way, serves);
      if (serves && options.database !== "restore") throw isLive(to);
      const backup = options.database === "restore" ? restores?.backup?.place : undefined;
      if (options.database === "restore" && backup === undefined) throw nothingToRestore(way);
      const { number, commit, title, pullRequest } = to;
      return { from: from.number, to: { number, commit, title, pullRequest }, behind: [...behind], backup, config };
    },
  });
}

/**
 * To what serves already the way leads where a later release changed the database alone.
 * @throws Problem "no-release" where there is none of that number, or none to go back to; "release-never-live";
 * "release-live".
 */
export async function findWayBack(
  services: Services,
  config: Config,
  number: number | undefined,
  context: StageContext,
): Promise<{ from: Release; way: WayBack; neverLive: Release | undefined }> {
  const target = await services.target(config, context);
  const releases = await target.releases();
  const from = await lastRelease(target);
  const find = (wanted: number) => releases.find((one) => one.number === wanted);
  const named = number === undefined ? from && releaseBefore(releases, from) : find(number);
  const to = named?.backTo === undefined ? named : find(named.backTo);
  if (!from || !to) throw noRelease(number);
  if (to.neverLive) throw wasNeverLive(to, from);
  const way = wayBack(releases, to);
  if (to.commit === from.commit && !way.restores) throw isLive(to);
  const [newest] = releases;
  return { from, way, neverLive: newest?.neverLive ? newest : undefined };
}

/** As the base branch has it; where the remote cannot be asked, as it was known here last: going back must not wait for it. */
export async function baseConfig(services: Services, context: StageContext): Promise<Config> {
  const { repository, local, configPath } = services;
  const sha = await gitCredentials(services, local, context)
    .then((credentials) => repository.fetchBase({ credentials, signal: context.signal }))
    .catch(async (error: unknown) => {
      context.signal.throwIfAborted();
      const known = (await repository.state()).base.sha;
      if (known === undefined) throw error;
      context.log(
        `${asProblem(error, "The base branch could not be fetched").message}\nGoing on with what is known of it here.\n`,
      );
      return known;
    });
  const text = await repository.readFile(sha, configPath);
  const config = text === undefined ? local : parseConfig(text, configPath);
  if (config.target) return config;
  throw new Problem({
    what: "There is no production that could go back",
    where: configPath,
    why: "slipway.json on the base branch has no `target`",
    code: "no-target",
    usage: true,
  });
}

function noRelease(number: number | undefined): Problem {
  return new Problem({
    what: number === undefined ? "There is no release to go back to" : `There is no release ${number}`,
    next: "`slipway releases` lists those that were made from this machine.",
    code: "no-release",
    usage: true,
  });
}

function isLive(release: Release): Problem {
  return new Problem({
    what: "That is what is live",
    where: inWords(release),
    next: "Name another one: `slipway releases` lists them.",
    code: "release-live",
    usage: true,
  });
}

function wasNeverLive(release: Release, from: Release): Problem {
  return new Problem({
    what: "That release never served",
    where: inWords(release),
    next: `Mend it and merge that. What it did to the database is taken back by \`slipway rollback ${from.number} --database restore\`.`,
    code: "release-never-live",
    usage: true,
  });
}

function undecided({ to, ahead, restores }: WayBack, serves: boolean): Problem {
  const keep = "`--database keep` takes back the code alone, which must be able to live with the newer schema";
  const restore = "`--database restore` brings back the database as it was, and keeps the present one aside";
  const ways = [...(serves ? [] : [keep]), restores ? restore : "no backup from before is known"];
  return new Problem({
    what: "The database is ahead of that release",
    where: inWords(to),
    why: `it does not know ${ahead.join(", ")}`,
    next: `Say what becomes of it: ${ways.join("; ")}.`,
    code: "rollback-undecided",
    usage: true,
  });
}

function nothingToRestore({ to, ahead }: WayBack): Problem {
  return new Problem({
    what: ahead.length > 0 ? "There is no backup to restore" : "The database is as that release knows it",
    where: inWords(to),
    why: ahead.length > 0 ? `none is known from before ${ahead.join(", ")}` : undefined,
    next: "Go back with the code alone: leave `--database restore` out, or make it `--database keep`.",
    code: "rollback-no-backup",
    usage: true,
  });
}

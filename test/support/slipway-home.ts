import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runEnvironment } from "../../agent/client/environment.ts";
import { findPlaces, type Places } from "../../agent/places.ts";
import { installationMark } from "../../agent/runtime/docker/installation.ts";
import { runtimePlaces } from "../../agent/runtime/process/places.ts";
import { privateKey } from "../../agent/secrets/keys.ts";
import { homeIsQuiet } from "./home-processes.ts";
import { slipway } from "./slipway.ts";

/** A Slipway with folders and an agent of its own, as on a machine where nobody has used it before. */
export interface SlipwayHome {
  readonly folder: string;
  readonly places: Places;
  /** What its commands see of the machine: the part that a run is handed anyway, no credentials. */
  readonly environment: Record<string, string>;
  /** Where the process runtime keeps databases: outside of the home where Slipway runs as root. */
  readonly databases: string;
  /** Tells what is made on Docker from here from what others make there. */
  readonly mark: string;
  /** Stops the agent, whatever it does, and removes all folders. */
  remove(): Promise<void>;
}

/** @param settings environment variables that differ from the machine's, such as `{ SLIPWAY_RUNTIME: "process" }`. */
export async function slipwayHome(settings: Readonly<Record<string, string>> = {}): Promise<SlipwayHome> {
  // Short: a socket's path may be no longer than 103 characters.
  const folder = await mkdtemp(join(tmpdir(), "slipway-test-"));
  const places = findPlaces({ SLIPWAY_HOME: folder });
  await sharePracticeCache(places.cache);
  const databases = dirname(runtimePlaces(places.state, join(places.cache, "processes")).servers);
  const environment = { ...runEnvironment(process.env), SLIPWAY_HOME: folder, NO_COLOR: "1", ...settings };
  const home: SlipwayHome = {
    folder,
    places,
    environment,
    databases,
    mark: installationMark(privateKey(places.state, "installation")),
    async remove() {
      if (existsSync(places.socket)) await slipway(home, ["agent", "stop", "--force"]);
      await homeIsQuiet(folder);
      for (const path of [folder, databases]) await rm(path, { recursive: true, force: true });
    },
  };
  return home;
}

/** Production's million rows are made once for all tests, in the cache that `npm run setup` uses too. */
export async function sharePracticeCache(cache: string): Promise<void> {
  const shared = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "slipway-dev", "practice");
  await mkdir(shared, { recursive: true });
  await symlink(shared, join(cache, "practice"));
}

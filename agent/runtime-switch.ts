import { join } from "node:path";
import type { Places } from "./places.ts";
import { Problem } from "./problem.ts";
import type { RuntimeChoice } from "./protocol/practice-company.ts";
import { recover } from "./reconcile/recover.ts";
import { type Coordination, coordinate } from "./runtime/docker/coordination.ts";
import { dockerRuntime } from "./runtime/docker/docker-runtime.ts";
import { type Engine, openEngine, pingEngine } from "./runtime/docker/engine.ts";
import { isEngineAbsent } from "./runtime/docker/engine-endpoint.ts";
import { configuredImages, type ImageRole, resolveImage } from "./runtime/docker/images.ts";
import { installationMark, ofInstallation } from "./runtime/docker/installation.ts";
import { registryLogin } from "./runtime/docker/registry-login.ts";
import { type ProcessRuntime, processRuntime } from "./runtime/process/process-runtime.ts";
import type { Runtime } from "./runtime/runtime.ts";
import { derivePassword, privateKey } from "./secrets/keys.ts";
import { ownerLogin } from "./snapshot/owner-password.ts";
import { unwatched } from "./work.ts";

type Environment = Readonly<Record<string, string>>;

/** The runtimes of this machine. */
export interface RuntimeSwitch {
  /**
   * Docker where there is an Engine, else plain processes; `SLIPWAY_RUNTIME` decides where it is set.
   * @throws Problem "docker-unreachable" where there is one and it does not answer.
   */
  choose(environment: Environment): Promise<Runtime>;
  /** The same for the practice company, which can also do without images that no registry gives. */
  forPractice(choice: RuntimeChoice, environment: Environment): Promise<"docker" | "process">;
  /** Build arguments that a Dockerfile may take: the base image that can be had here. */
  buildDefaults(runtime: Runtime, environment: Environment): Promise<Environment>;
  /**
   * Removes what killed agents left half-made, on the runtime that this environment leads to; that of any other is
   * removed before its first use.
   */
  recover(environment: Environment): Promise<void>;
  isNeeded(): boolean;
  close(): Promise<void>;
}

interface KnownEngine {
  readonly engine: Engine;
  readonly coordination: Coordination;
}

export function runtimeSwitch(places: Places): RuntimeSwitch {
  const passwordKey = privateKey(places.state, "passwords");
  const loginRole = ownerLogin(places.state);
  const passwordFor = (server: string) => derivePassword(passwordKey, `server:${server}`);
  const mark = installationMark(privateKey(places.state, "installation"));
  const engines = new Map<string, KnownEngine>();
  let processes: ProcessRuntime | undefined;

  const useDocker = (environment: Environment): Runtime => {
    const opened = openEngine(environment);
    const known = engines.get(opened.where) ?? { engine: opened, coordination: coordinate(opened) };
    engines.set(opened.where, known);
    // Made for every request: each may name images of its own.
    return runtimeOn(known, environment);
  };
  const runtimeOn = (known: KnownEngine, environment: Environment): Runtime => {
    const images = configuredImages(environment);
    const findLogin = (image: string) => registryLogin(image, environment);
    return ofInstallation(mark, dockerRuntime({ ...known, images, findLogin, passwordFor, loginRole }));
  };
  /** They are there for the next request, and there is none any more. Also those that a killed agent has left. */
  const dropSpares = async (known: KnownEngine) => {
    await pingEngine(known.engine);
    await runtimeOn(known, {}).databases.spares?.drop(() => true);
  };
  const useProcesses = (): ProcessRuntime => {
    processes ??= processRuntime({
      stateDirectory: join(places.state, "processes"),
      cacheDirectory: join(places.cache, "processes"),
      passwordFor,
      loginRole,
    });
    return processes;
  };
  const recoveries = new Map<string, Promise<void>>();
  /** Once for each place, and not in the way: what cannot be removed now is the next agent's to remove. */
  const recovered = async (where: string, runtime: Runtime): Promise<Runtime> => {
    const recovery = recoveries.get(where) ?? recover(runtime).then(sayRecovered, sayNotRecovered);
    recoveries.set(where, recovery);
    await recovery;
    return runtime;
  };
  const answers = (environment: Environment) =>
    pingEngine(openEngine(environment)).then(
      () => true,
      () => false,
    );

  const choose = async (environment: Environment) => {
    const wanted = readChoice(environment);
    if (wanted === "process" || (wanted === "auto" && isEngineAbsent(environment)))
      return recovered("processes", useProcesses());
    const engine = openEngine(environment);
    // An Engine that is there and does not answer is no reason to run foreign code without its walls.
    if (wanted === "auto") await pingEngine(engine);
    return recovered(engine.where, useDocker(environment));
  };

  return {
    choose,
    recover: (environment) =>
      choose(environment).then(
        () => {},
        // Whoever wants to use it is told what is wrong with it.
        () => {},
      ),
    forPractice: async (choice, environment) => {
      const wanted = choice === "auto" ? readChoice(environment) : choice;
      if (wanted === "process") return "process";
      if (wanted === "docker") {
        await pingEngine(openEngine(environment));
        return "docker";
      }
      return (await answers(environment)) && (await hasImages(environment)) ? "docker" : "process";
    },
    buildDefaults: async (runtime, environment): Promise<Environment> =>
      runtime.kind === "docker" ? { NODE_IMAGE: await imageFor("node", environment) } : {},
    isNeeded: () => processes?.active() ?? false,
    close: async () => {
      await Promise.allSettled([...engines.values()].map(dropSpares));
      await processes?.close();
    },
  };
}

function sayRecovered(removed: readonly string[]): void {
  if (removed.length > 0) console.error(`Removed what a killed agent had left: ${removed.join(", ")}`);
}

function sayNotRecovered(error: unknown): void {
  console.error("What a killed agent had left could not be removed:", error);
}

function imageFor(role: ImageRole, environment: Environment): Promise<string> {
  return resolveImage(openEngine(environment).docker, role, configuredImages(environment), unwatched());
}

async function hasImages(environment: Environment): Promise<boolean> {
  try {
    for (const role of ["postgres", "caddy", "node"] as const) await imageFor(role, environment);
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}

function readChoice({ SLIPWAY_RUNTIME: choice }: Environment): RuntimeChoice {
  if (!choice || choice === "auto") return "auto";
  if (choice === "docker" || choice === "process") return choice;
  throw new Problem({
    what: "The runtime is not known",
    where: `SLIPWAY_RUNTIME=${choice}`,
    next: "Set it to docker, process or auto.",
    code: "runtime-unknown",
    usage: true,
  });
}

import { posix } from "node:path";
import { type DockerfileStage, type Instruction, settingsOf } from "./dockerfile.ts";

/** What the image that a Dockerfile ends with can do. */
export interface ImageFacts {
  /** The directory in which its commands start; undefined where the Dockerfile does not say it. */
  readonly workdir: string | undefined;
  /** Whether development dependencies of Node were left out. */
  readonly withoutDevelopment: boolean;
  /** Whether it holds only what a build put out: no dependencies of Node but those that were bundled. */
  readonly outputOnly: boolean;
  /** Whether it is an image of another language, and nothing brings Node. */
  readonly withoutNode: boolean;
  /** The RUN lines of the last stage and of those that it is made from. */
  readonly runs: string;
  /** What it is made from, and what all stages run and copy: what it brings may be named there. */
  readonly sources: string;
  /** Whether it is made from an image whose programs are known. */
  readonly isOfficial: boolean;
  /** What it is started with; the port may stand there. */
  readonly command: string;
  /** The package managers that its RUN lines name. */
  readonly managers: ReadonlySet<string>;
  /** The variables that it sets itself. */
  readonly variables: ReadonlyMap<string, string>;
}

const install = /\b(npm (ci|i|install)|(pnpm|yarn|bun) (i|install|workspaces focus)|yarn(\s+-|\s*$))/;
const leavesOut = /--omit[= ]dev|--prod\b|--production|\s-P\b|--only[= ]prod/;
/** Images of other languages, and those that hold no language at all. */
const others = /(^|\/)(ruby|python|golang|elixir|php|openjdk|eclipse-temurin|rust|debian|ubuntu)\b/;
const output = /(^|\/)(dist|build|out|standalone|\.next|\.output)(\/|$)/;
/** Docker's own images have no maker before their name. */
const official = /^((docker\.io\/)?library\/)?[^/]+$/;
const prune = /\b(npm|pnpm) prune\b/;

/** Looks at the last stage, and at those that it is made from. */
export function readImage(stages: readonly DockerfileStage[]): ImageFacts {
  const chain = ancestry(stages, stages.at(-1));
  const runs = textsOf(chain, "RUN");
  const installed = installsWithout(chain);
  const copies = copiesOf(stages, chain);
  const outputOnly = installed === undefined && copiesOutputOnly(copies);
  const variables = new Map(textsOf(chain, "ENV").flatMap(settingsOf));
  return {
    workdir: workdirOf(chain),
    withoutDevelopment: outputOnly || (installed ?? copiedWithout(stages, copies) ?? false),
    outputOnly,
    managers: new Set(["npm", "pnpm", "yarn", "bun"].filter((name) => runs.some((run) => words(run).includes(name)))),
    withoutNode: others.test(chain[0]?.from ?? "") && !/\b(node|nodejs|npm|yarn|pnpm|bun)\b/.test(runs.join("\n")),
    runs: runs.join("\n"),
    sources: stages
      .flatMap(({ from, instructions }) => [from, ...instructions.filter(brings).map(({ text }) => text)])
      .join("\n"),
    isOfficial: official.test(chain[0]?.from ?? ""),
    command: [...textsOf(chain, "ENTRYPOINT").slice(-1), ...textsOf(chain, "CMD").slice(-1)].join(" "),
    variables,
  };
}

function brings({ name }: Instruction): boolean {
  return name === "RUN" || name === "COPY" || name === "ADD";
}

/** A stage and those that it is FROM, the first of them first. */
export function ancestry(stages: readonly DockerfileStage[], last: DockerfileStage | undefined): DockerfileStage[] {
  if (!last) return [];
  const before = stages.slice(0, stages.indexOf(last)).find(({ name }) => name !== undefined && name === last.from);
  return [...ancestry(stages, before), last];
}

function workdirOf(chain: readonly DockerfileStage[]): string | undefined {
  const texts = textsOf(chain, "WORKDIR");
  return texts.length === 0 ? undefined : texts.reduce((at, to) => posix.resolve("/", at, to), "/");
}

interface StageCopy {
  readonly stage: DockerfileStage;
  readonly sources: readonly string[];
  readonly holdsModules: boolean;
  /** Whether it takes all that the other stage works on. */
  readonly isWhole: boolean;
}

/** What stages copy from other stages. */
function copiesOf(stages: readonly DockerfileStage[], chain: readonly DockerfileStage[]): StageCopy[] {
  return textsOf(chain, "COPY").flatMap((text) => {
    const name = /--from=(\S+)/.exec(text)?.[1];
    const stage = stages.find((one, index) => one.name === name || String(index) === name);
    if (!stage) return [];
    const words = text.split(/\s+/).filter((word) => !word.startsWith("--"));
    const sources = words.slice(0, -1);
    const workdir = workdirOf(ancestry(stages, stage)) ?? "/";
    const isWhole = sources.some((source) => posix.resolve("/", source) === workdir);
    return [{ stage, sources, holdsModules: text.includes("node_modules"), isWhole }];
  });
}

/** Who copies what a build puts out, and nothing whole, has no dependencies beside it. */
function copiesOutputOnly(copies: readonly StageCopy[]): boolean {
  const hasOutput = copies.some(({ sources }) => sources.some((source) => output.test(source)));
  return hasOutput && !copies.some(({ holdsModules, isWhole }) => holdsModules || isWhole);
}

/** Whether the stages that are copied from install without development dependencies; undefined where none installs. */
function copiedWithout(stages: readonly DockerfileStage[], copies: readonly StageCopy[]): boolean | undefined {
  const modules = copies.filter(({ holdsModules }) => holdsModules);
  const said = (modules.length > 0 ? modules : copies).map(({ stage }) => installsWithout(ancestry(stages, stage)));
  const known = said.filter((one) => one !== undefined);
  return known.length === 0 ? undefined : known.every((one) => one);
}

/** Whether stages hold Node's dependencies, those for development too: installed there, or copied from another stage. */
export function holdsDevelopment(stages: readonly DockerfileStage[], chain: readonly DockerfileStage[]): boolean {
  const copies = copiesOf(stages, chain).filter(({ holdsModules, isWhole }) => holdsModules || isWhole);
  return (installsWithout(chain) ?? copiedWithout(stages, copies)) === false;
}

/** Whether stages install Node's dependencies without those for development; undefined where they install none. */
function installsWithout(chain: readonly DockerfileStage[]): boolean | undefined {
  let without: boolean | undefined;
  let production = false;
  for (const { name, text } of chain.flatMap(({ instructions }) => instructions)) {
    if (name === "ENV" && /\bNODE_ENV[= ]"?production/.test(text)) production = true;
    if (name !== "RUN") continue;
    if (prune.test(text)) without = true;
    else if (install.test(text) && !/(-g\b|--global)/.test(text))
      without = leavesOut.test(text) || (production && !/--include[= ]dev|--prod(uction)?[= ]false/.test(text));
  }
  return without;
}

/** What stands after each instruction of a name. */
export function textsOf(chain: readonly DockerfileStage[], name: string): string[] {
  return chain.flatMap(({ instructions }) => instructions.filter((one) => one.name === name).map(({ text }) => text));
}

function words(text: string): string[] {
  return text.split(/[^\w@]+/).map((word) => word.replace(/@.*/, ""));
}

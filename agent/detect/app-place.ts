import { posix } from "node:path";
import { contextOf } from "./build-context.ts";
import type { ComposeService } from "./compose.ts";
import { type DockerfileFacts, readDockerfile } from "./dockerfile.ts";
import { type ImageFacts, readImage } from "./image-facts.ts";
import type { SourceTree } from "./source-tree.ts";

/** Where in a repository an app lies, and what its image is built from. */
export interface AppPlace {
  /** From the tree's root; "." is the root itself. */
  readonly folder: string;
  /** The directory that is built, from the tree's root. */
  readonly context: string;
  /** From the context. */
  readonly dockerfile: string | undefined;
  /** From where the image's commands start to the app's folder; "." where they start in it. */
  readonly commandFolder: string;
  readonly facts: DockerfileFacts;
  readonly image: ImageFacts;
}

/** What slipway.json says about it. */
export interface PlaceSettings {
  /** slipway.json's path from the tree's root: in a monorepo it lies beside its app. */
  readonly config: string;
  readonly context?: string | undefined;
  readonly dockerfile?: string | undefined;
}

const dockerfileNames = ["Dockerfile", "docker/Dockerfile", "Containerfile"];
/** What lies in the folder of an app, and hardly anywhere else. */
const manifests = [
  ...["package.json", "Gemfile", "manage.py", "pyproject.toml", "requirements.txt", "go.mod", "mix.exs"],
  ...["composer.json", "pom.xml", "build.gradle", "build.gradle.kts", "Cargo.toml", "Procfile"],
];

/** Finds the app that a slipway.json is about. @param services those that the compose files build. */
export async function findApp(
  tree: SourceTree,
  settings: PlaceSettings,
  services: readonly ComposeService[],
): Promise<AppPlace> {
  const beside = posix.dirname(posix.normalize(settings.config));
  const hasDockerfile = dockerfileNames.some((name) => tree.has(posix.join(beside, name)));
  const below = hasDockerfile || isApp(tree, beside) ? beside : ".";
  const { context, dockerfile } = await findBuild(tree, below, settings, services);
  // The compose file may say that the only app of a repository lies in a folder of it.
  const built = dockerfile === undefined ? below : posix.join(context, posix.dirname(dockerfile));
  const folder = below === "." && built !== "." && isApp(tree, built) ? built : below;
  const text = dockerfile === undefined ? undefined : await tree.text(posix.join(context, dockerfile));
  const facts = readDockerfile(text ?? "");
  const image = readImage(facts.stages);
  return {
    folder,
    context,
    dockerfile,
    facts,
    image,
    commandFolder: commandFolderOf({ context, folder }, image),
  };
}

function isApp(tree: SourceTree, folder: string): boolean {
  return manifests.some((name) => tree.has(posix.join(folder, name)));
}

/** The folders below the root that look as if each held an app of its own: a Dockerfile lies there. */
export function otherApps(tree: SourceTree): string[] {
  const files = tree.files.filter((path) => /^[^/]+(\/[^/]+)?\/(Dockerfile|Containerfile)$/.test(path));
  return files.map((path) => posix.dirname(path)).filter((folder) => !/^(docker|\.devcontainer)$/.test(folder));
}

async function findBuild(
  tree: SourceTree,
  folder: string,
  settings: PlaceSettings,
  services: readonly ComposeService[],
): Promise<Pick<AppPlace, "context" | "dockerfile">> {
  const { context, dockerfile } = settings;
  if (dockerfile !== undefined) return { context: context ?? ".", dockerfile };
  const places = context === undefined ? [...new Set([folder, "."])] : [context];
  const paths = places.flatMap((place) => dockerfileNames.map((name) => posix.join(place, name)));
  const composed = services.filter(({ dockerfile: one }) => one !== undefined && isIn(one, folder) && tree.has(one));
  const file = paths.find((path) => tree.has(path)) ?? (context === undefined ? composed[0]?.dockerfile : undefined);
  if (file === undefined) return { context: context ?? folder, dockerfile: undefined };
  const built =
    context ??
    composed.find((one) => one.dockerfile === file)?.context ??
    (isIn(file, folder) ? await contextOf(tree, folder, file) : ".");
  return { context: built, dockerfile: posix.relative(built, file) };
}

function isIn(path: string, folder: string): boolean {
  return folder === "." || path.startsWith(`${folder}/`);
}

/** An image of the whole repository mostly starts in the app's folder; where it does not, commands go there first. */
export function commandFolderOf(
  { context, folder }: Pick<AppPlace, "context" | "folder">,
  { workdir }: ImageFacts,
): string {
  const below = posix.relative(context, folder);
  if (below === "" || below.startsWith("..")) return ".";
  return workdir?.endsWith(`/${below}`) ? "." : below;
}

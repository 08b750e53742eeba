import type { ImageFacts } from "./image-facts.ts";
import type { PackageJson } from "./package-json.ts";

/** What an image and the files that it is made from say about what can be run in it. */
export interface Installed {
  readonly image: ImageFacts;
  readonly packageJson: PackageJson;
  /** The texts of the requirement files of Python that the image installs; undefined where it names none. */
  readonly requirements: string | undefined;
}

/** Programs that have another name than the package that brings them. */
const packages: Readonly<Record<string, string>> = {
  tsc: "typescript",
  biome: "@biomejs/biome",
  playwright: "@playwright/test",
};
const pythonTools = ["pytest", "coverage", "mypy", "ruff", "flake8", "black", "pyright", "bandit", "tox"];
/** Programs that no package of the app's brings; Docker's own images have none of them. */
const programs = /^(?:cd '[^']*' && )?(flyway)\b/;
/** Test runners whose package does not bring the browsers that they drive. */
const browserTools = new Set(["@playwright/test", "cypress"]);
const browsers = /\b(playwright|cypress)\b.*\binstall\b|\b(chromium|chrome|firefox)\b/i;
const rubyTools = /^(bundle exec\b|bin\/(rails test|rspec|rubocop|brakeman|standardrb)\b)/;

/** What a command line needs and the image does not have; undefined where nothing is known to be missing. */
export function missingTool(line: string, { image, packageJson, requirements }: Installed): string | undefined {
  if (image.withoutNode && /^(npm|npx|pnpm|yarn|bun)\b/.test(line)) return "node";
  if (/\btest\b/.test(image.variables.get("BUNDLE_WITHOUT") ?? "") && rubyTools.test(line)) return "the gems for tests";
  const program = programs.exec(line)?.[1];
  if (program !== undefined && image.isOfficial && !image.sources.includes(program)) return program;
  const python = pythonTools.find((tool) => new RegExp(`\\b${tool}\\b`).test(line));
  if (python && requirements !== undefined && !requirements.includes(python)) return python;
  const { dependencies, development } = packageJson;
  const absent = image.outputOnly ? dependencies : development;
  // A package beside the app's has no tools there either.
  const linked = image.outputOnly ? /\bnode_modules\/\.bin\/([\w-]+)/.exec(line)?.[1] : undefined;
  if (linked !== undefined) return packages[linked] ?? linked;
  const tool = image.withoutDevelopment ? neededOf(absent, line, packageJson) : undefined;
  // Some images bring a tool by hand: `RUN pnpm add prisma`.
  if (tool !== undefined && !image.runs.includes(` ${tool}`)) return tool;
  const driver = image.isOfficial && !browsers.test(image.sources) && neededOf(browserTools, line, packageJson);
  return driver ? `the browsers of ${driver}` : undefined;
}

/** The dependency, one of these, that a command line needs; scripts that it runs in turn are followed. */
function neededOf(names: ReadonlySet<string>, line: string, packageJson: PackageJson, depth = 0): string | undefined {
  const { scripts } = packageJson;
  for (const word of line.split(/[\s;&|()]+/).map((one) => one.replace(/^.*\/\.bin\//, ""))) {
    const name = packages[word] ?? word;
    if (names.has(name)) return name;
  }
  if (depth > 3) return undefined;
  const called = [...line.matchAll(/\b(?:npm|pnpm|yarn|bun)(?:\s+run)?\s+([\w:-]+)/g)].map(([, script = ""]) => script);
  return called
    .flatMap((script) => (scripts[script] === undefined ? [] : [scripts[script]]))
    .map((script) => neededOf(names, script, packageJson, depth + 1))
    .find((tool) => tool !== undefined);
}

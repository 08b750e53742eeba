/** The import rules of the house: who may know whom. Run by `npm run check:imports`. */
const only = (name, comment, from, to) => ({ name, severity: "error", comment, from, to });

export default {
  forbidden: [
    only("no-circle", "Rooms do not import in circles.", {}, { circular: true }),
    only(
      "extension-stays-thin",
      "The extension knows vscode, the protocol and the client; never Docker, pg, git or GitHub.",
      { path: "^extension/" },
      {
        path: "^(agent/(?!protocol/|client/|problem\\.ts|places\\.ts|listeners\\.ts|is-alive\\.ts|build-id\\.ts|secrets/secret\\.ts)|practice/)",
      },
    ),
    only(
      "agent-never-knows-vscode",
      "The agent runs without an editor.",
      { path: "^(agent|practice)/" },
      { path: "vscode(?!-jsonrpc)$|@types/vscode" },
    ),
    only(
      "practice-is-apart",
      "The practice company imports nothing of the agent.",
      { path: "^practice/" },
      { path: "^(agent|extension)/" },
    ),
    only(
      "nobody-imports-practice",
      "The practice company is reached by its process and its ports.",
      { path: "^(agent|extension)/" },
      { path: "^practice/" },
    ),
    only(
      "dockerode-has-two-homes",
      "Only the Docker runtime and the Docker target speak to the Engine.",
      { path: "^agent/", pathNot: "^agent/(runtime|target)/docker/" },
      { path: "node_modules/dockerode" },
    ),
    only(
      "octokit-has-one-home",
      "Only the forge speaks to GitHub.",
      { path: "^agent/", pathNot: "^agent/forge/" },
      { path: "node_modules/@octokit" },
    ),
    only(
      "subset-is-a-tool-of-its-own",
      "The subset knows pg and agent/database, nothing else of the agent.",
      { path: "^agent/subset/" },
      { path: "^agent/", pathNot: "^agent/(subset/|database/|work\\.ts|problem\\.ts|secrets/secret\\.ts)" },
    ),
    only(
      "implementations-are-named-in-compose",
      "Concrete runtimes, targets and forges are chosen in compose.ts.",
      { path: "^agent/(run|daemon|cli|checks|preview|migrations|snapshot|repository|config)/" },
      { path: "^agent/(runtime/(docker|process)|target/(docker|heroku|command)|forge/github)" },
    ),
    only(
      "rooms-do-not-know-the-engine",
      "A room works for whoever calls it.",
      {
        path: "^agent/(subset|mask|database|repository|migrations|runtime|forge|target|config|detect|snapshot|secrets)/",
      },
      { path: "^agent/(run|daemon|cli|client)/" },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".js", ".mjs"],
      conditionNames: ["import", "require", "node", "default"],
    },
    exclude: { path: "^practice/app/" },
  },
};

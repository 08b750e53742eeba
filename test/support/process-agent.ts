// An agent with the process runtime that a test can kill: serves an app, starts a clone and a long run, then says so.
// argv: state directory, cache directory, the app's context.
import { processRuntime } from "../../agent/runtime/process/process-runtime.ts";
import { Secret } from "../../agent/secrets/secret.ts";
import { unwatched } from "../../agent/work.ts";

const [stateDirectory = "", cacheDirectory = "", context = ""] = process.argv.slice(2);
const passwordFor = (id: string) => new Secret(`password of ${id}`);
const runtime = processRuntime({ stateDirectory, cacheDirectory, passwordFor });
const owner = { repo: "killed", change: "one" };
const work = unwatched();

const key = "d1";
const artifact = await runtime.artifacts.build({ owner, key, context, dockerfile: "Dockerfile", args: {} }, work);
const snapshot = await runtime.databases.seal({ owner: { repo: "killed" }, key, fill: async () => ({}) }, work);
const server = await runtime.databases.start(snapshot, owner, work);
const app = { owner, artifact, env: {}, command: "node server.mjs" };
const route = { route: "preview", version: "v1", port: 3000, health: "/healthz", hostnames: [] };
const served = await runtime.workloads.serve({ ...app, ...route, name: "web" }, work);
const sleeping = {
  ...work,
  log: () => process.stdout.write(`${JSON.stringify({ snapshot, server, served })}\n`),
};
await runtime.workloads.run({ ...app, name: "sleep", command: "echo begun; sleep 100; sleep 100" }, sleeping);

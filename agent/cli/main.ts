import { fileURLToPath } from "node:url";
import { buildId } from "../build-id.ts";
import { findPlaces } from "../places.ts";
import { runProgram } from "./run-program.ts";

/** The bundles lie side by side. */
const bundle = (name: string) => fileURLToPath(new URL(name, import.meta.url));

// Whoever reads our output may stop reading (`slipway logs | head`).
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

await runProgram(
  {
    stdout: process.stdout,
    stderr: process.stderr,
    directory: process.cwd(),
    environment: process.env,
    signals: process,
    build: buildId,
    agentFile: bundle("agent.js"),
    findPlaces,
    hostAgent: async (places) => (await import("./session/host-agent.ts")).hostAgent(places, bundle("practice.js")),
    exit: (code) => {
      process.exitCode = code;
    },
  },
  process.argv.slice(2),
);

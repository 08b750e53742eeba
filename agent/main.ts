import { fileURLToPath } from "node:url";
import { buildId } from "./build-id.ts";
import { compose } from "./compose.ts";
import { startDaemon } from "./daemon/daemon.ts";
import { PracticeProcess } from "./daemon/practice-process.ts";
import { findPlaces } from "./places.ts";
import { Problem } from "./problem.ts";

// Told to Electron, it would turn every Electron app that a run starts into plain Node.
delete process.env.ELECTRON_RUN_AS_NODE;

// A defect in one request must not end everybody's runs.
process.on("unhandledRejection", (reason) => console.error("Not handled:", reason));
process.on("uncaughtException", (error) => console.error("Not caught:", error));

try {
  const places = findPlaces();
  const practice = new PracticeProcess(places, fileURLToPath(new URL("practice.js", import.meta.url)));
  const composition = compose(places, practice);
  const daemon = await startDaemon({ places, build: buildId, practice, composition });
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void daemon.stop());
  await daemon.ended;
  process.exit(0);
} catch (error) {
  // Two clients that start an agent at the same time: the first one wins, and both find it.
  if (error instanceof Problem && error.code === "agent-runs-already") process.exit(0);
  console.error(error);
  process.exit(1);
}

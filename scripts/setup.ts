import { ensureBaseImage } from "./setup/base-image.ts";
import { ensureChromium } from "./setup/chromium.ts";
import { ensureCodeServer } from "./setup/code-server.ts";
import { ensureDockerEngine } from "./setup/docker-engine.ts";
import { ensureImageRegistry } from "./setup/image-registry.ts";
import { ensureOpenApiSlice } from "./setup/openapi-slice.ts";

/** Brings this machine what the tests need. Every step is done already or does its work; none asks. */
interface Step {
  title: string;
  ensure(): Promise<unknown>;
  /** The step without which this one makes no sense. */
  after?: string;
}

const lanes: Step[][] = [
  // These may install packages, and apt lets only one in at a time.
  [
    { title: "Docker Engine", ensure: ensureDockerEngine },
    { title: "base image", ensure: ensureBaseImage, after: "Docker Engine" },
    { title: "Chromium", ensure: ensureChromium },
    { title: "image registry", ensure: ensureImageRegistry },
  ],
  [
    { title: "code-server", ensure: ensureCodeServer },
    { title: "GitHub's OpenAPI slice", ensure: ensureOpenApiSlice },
  ],
];

const failed: string[] = [];
await Promise.all(lanes.map(inOrder));
process.exitCode = failed.length > 0 ? 1 : 0;

async function inOrder(steps: Step[]): Promise<void> {
  for (const { title, ensure, after } of steps) {
    if (after && failed.includes(after)) {
      failed.push(title);
      console.error(`${title}: left out without the ${after}`);
      continue;
    }
    console.log(`${title} …`);
    const start = performance.now();
    const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
    await ensure().then(
      () => console.log(`${title}: ready, ${seconds()}`),
      (error: unknown) => {
        failed.push(title);
        console.error(`${title}: failed, ${seconds()}\n${error instanceof Error ? error.message : error}`);
      },
    );
  }
}

import { Problem } from "../../problem.ts";
import type { Work } from "../../work.ts";
import type { ServeSpec } from "../runtime.ts";
import type { AppContainer } from "./app-container.ts";
import { attachOutput } from "./attach-output.ts";
import type { Gateway } from "./gateway/gateway.ts";
import { type OutputTail, outputTail } from "./output-tail.ts";
import { probeHealth } from "./probe-health.ts";

const HEALTH_SECONDS = 60;
const SHOWN_LINES = 20;

/** Starts an app and waits until it is healthy. Throws a Problem with its last words when it ends or never answers. */
export async function startApp(
  app: AppContainer,
  gateway: Gateway,
  port: number,
  spec: ServeSpec,
  work: Work,
): Promise<void> {
  const { container } = app;
  const tail = outputTail((text) => work.log(text));
  const output = await attachOutput(container, tail.write);
  const ended = new AbortController();
  const probeId = container.id.slice(0, 16);
  try {
    await gateway.routes.openProbe(probeId, app.target);
    await container.start();
    work.progress(`waiting until ${spec.health} answers`);
    const exit = container.wait().then(async ({ StatusCode }) => {
      await output.ended;
      ended.abort();
      return StatusCode;
    });
    // Settles after the container, which may be gone by then.
    exit.catch(() => {});
    const healthy = probeHealth({
      probePort: gateway.probePort,
      probeId,
      path: spec.health,
      host: `127.0.0.1:${port}`,
      timeoutSeconds: spec.healthTimeoutSeconds ?? HEALTH_SECONDS,
      signal: AbortSignal.any([work.signal, ended.signal]),
    });
    const answer = await healthy.catch(async (error: unknown) => {
      work.signal.throwIfAborted();
      if (!ended.signal.aborted) throw error;
      throw endedProblem(spec, await exit, tail);
    });
    if (answer !== undefined) throw unhealthyProblem(spec, answer, tail);
  } finally {
    output.detach();
    await gateway.routes.closeProbe(probeId);
  }
}

function endedProblem(spec: ServeSpec, exitCode: number, tail: OutputTail): Problem {
  return new Problem({
    what: "The app ended instead of serving",
    where: `${spec.route} ${spec.version}`,
    why: `exit code ${exitCode}\n${tail.lines(SHOWN_LINES)}`.trimEnd(),
    next: "Its whole output is in the log; a variable that it misses is given by `app.env`. What served before still does.",
    code: "app-ended",
  });
}

function unhealthyProblem(spec: ServeSpec, answer: string, tail: OutputTail): Problem {
  const said = tail.lines(SHOWN_LINES);
  return new Problem({
    what: "The app never became healthy",
    where: `${spec.route} ${spec.version}`,
    why: `GET ${spec.health} on port ${spec.port}: ${answer}, after ${spec.healthTimeoutSeconds ?? HEALTH_SECONDS} s${said && `\n${said}`}`,
    next: "It must listen on 0.0.0.0 and $PORT and answer there. What served before still does.",
    code: "app-unhealthy",
  });
}

import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import type Docker from "dockerode";

/** Runs a program inside a container; gives what it printed. @throws where it fails. */
export async function runIn(container: Docker.Container, command: readonly string[]): Promise<string> {
  const exec = await container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({});
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  container.modem.demuxStream(stream, stdout, stderr);
  stream.once("end", () => {
    stdout.end();
    stderr.end();
  });
  const [out, err] = await Promise.all([buffer(stdout), buffer(stderr)]);
  const { ExitCode } = await exec.inspect();
  if (ExitCode !== 0) throw new Error(`${command.join(" ")}: ${ExitCode} ${err.toString()}`);
  return out.toString("utf8");
}

/** Runs SQL as the superuser of the server in a container; gives the values, a line a row. */
export function psqlIn(container: Docker.Container, database: string, sql: string): Promise<string> {
  return runIn(container, ["psql", "-qXAt", "--username=postgres", `--dbname=${database}`, `--command=${sql}`]);
}

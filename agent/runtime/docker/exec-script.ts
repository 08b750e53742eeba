import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { finished } from "node:stream/promises";
import type Docker from "dockerode";

export interface ScriptResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a shell script inside a running container.
 * @param args its $1, $2 …: values go there, never into the script's text.
 * @param input what it reads from its standard input: the way for secrets, which argv would show.
 */
export async function execScript(
  container: Docker.Container,
  script: string,
  args: readonly string[] = [],
  input = "",
): Promise<ScriptResult> {
  const exec = await container.exec({
    Cmd: ["sh", "-c", script, "sh", ...args],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: true });
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  container.modem.demuxStream(stream, stdout, stderr);
  const output = Promise.all([text(stdout), text(stderr)]);
  stream.end(input);
  await finished(stream, { writable: false });
  stdout.end();
  stderr.end();
  const [out, err] = await output;
  const { ExitCode } = await exec.inspect();
  return { exitCode: ExitCode ?? -1, stdout: out, stderr: err };
}

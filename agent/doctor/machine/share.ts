import { execa } from "execa";
import type { Config } from "../../config/schema/config.ts";
import type { Finding } from "../../protocol/finding.ts";

/** What stands before the program in a shell's command line: variables, and `exec`. */
const before = /^(?:\s*(?:exec|\w+=\S*)\s+)*\s*/;
/** A program's name, or its path; anything else is for a shell to make sense of. */
const program = /^[\w./+-]+(?=\s|$)/;

/** Whether the program that shares previews is there, as far as the command names one plainly. It is not run. */
export async function shareFindings(
  { preview }: Config,
  { PATH = "" }: Readonly<Record<string, string | undefined>>,
): Promise<Finding[]> {
  const name = preview.share === undefined ? undefined : program.exec(preview.share.replace(before, ""))?.[0];
  if (name === undefined) return [];
  const look = ["-c", 'command -v -- "$1"', "sh", name];
  const { exitCode } = await execa("/bin/sh", look, { env: { PATH }, extendEnv: false, reject: false });
  if (exitCode === 0) return [{ check: "share", level: "ok", what: "What shares previews is there", where: name }];
  return [
    {
      check: "share",
      level: "error",
      what: "What shares previews is missing",
      where: name,
      why: "`preview.share` in slipway.json begins with it, and it is not on the PATH",
      next: `Install ${name}; a ship fails without it.`,
    },
  ];
}

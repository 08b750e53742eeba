import { execa } from "execa";
import { findCodeServer } from "../../../scripts/setup/code-server.ts";
import { placeFlags, serverEnvironment } from "./server.ts";

/** Installs an extension's .vsix as people do, by the editor's own command line. @param folder the server's. */
export async function installPackage(folder: string, vsix: string, env: NodeJS.ProcessEnv): Promise<void> {
  const script = findCodeServer();
  if (!script) throw new Error("code-server is not installed: run `npm run setup`");
  await execa(process.execPath, [script, ...placeFlags(folder), "--install-extension", vsix], {
    env: serverEnvironment(env),
    extendEnv: false,
  });
}

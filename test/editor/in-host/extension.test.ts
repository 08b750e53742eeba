import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { commandIds } from "../../../extension/commands/ids.ts";

/** The process that listens for clients, as it has announced itself. */
function agentPid(): number {
  const file = join(process.env.SLIPWAY_HOME ?? "", "state/agent.json");
  return JSON.parse(readFileSync(file, "utf8")).pid;
}

async function until<T>(look: () => T): Promise<T> {
  for (let attempts = 200; ; attempts--) {
    try {
      return look();
    } catch (error) {
      if (attempts === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

// The folder is no repository, and there is no program at all on the path.
describe("the extension where there is neither git nor Docker", () => {
  const extension = vscode.extensions.getExtension("slipway.slipway");
  before(async () => {
    process.env.PATH = "/nowhere";
    process.env.DOCKER_HOST = "unix:///nowhere/docker.sock";
    await extension?.activate();
  });

  it("activates", () => assert.equal(extension?.isActive, true));

  it("registers every command", async () => {
    const registered = await vscode.commands.getCommands(true);
    for (const id of commandIds) assert.ok(registered.includes(id), id);
  });

  it("starts the agent by itself", async () => assert.ok((await until(agentPid)) > 0));

  it("says what is wrong instead of throwing", async () => {
    for (const id of ["ship", "pickTicket", "mergeAndDeploy", "openPreview", "openPullRequest", "openProduction"]) {
      await vscode.commands.executeCommand(`slipway.${id}`);
    }
    for (const id of ["cancel", "showRun", "showLog", "forgetCredentials"]) {
      await vscode.commands.executeCommand(`slipway.${id}`);
    }
  });

  it("opens the log of a stage that it knows nothing of", async () => {
    await vscode.commands.executeCommand("slipway.openStageLog", { run: "2501010000-aaaa", stage: "build" });
    const text = vscode.window.activeTextEditor?.document.getText();
    assert.equal(text, "This stage has printed nothing so far.\n");
  });

  it("restarts the agent", async () => {
    const old = await until(agentPid);
    await vscode.commands.executeCommand("slipway.restartAgent");
    assert.notEqual(await until(agentPid), old);
    assert.throws(() => process.kill(old, 0));
  });

  it("starts the agent again when it was killed", async () => {
    const old = await until(agentPid);
    process.kill(old, "SIGKILL");
    await until(() => assert.notEqual(agentPid(), old));
  });
});

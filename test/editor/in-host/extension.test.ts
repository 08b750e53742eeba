import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { commandIds } from "../../../extension/commands/ids.ts";
import { listenToNotices } from "./notices.ts";

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

const noGit =
  "The folder could not be read as a repository: git was not found on this machine. " +
  "Install git 2.38 or newer and make sure that it is on the PATH.";

/** What each command says where there is nothing for it. */
const answers: Readonly<Record<string, readonly string[]>> = {
  ship: [noGit],
  pickTicket: [noGit],
  mergeAndDeploy: ["This change has no pull request yet."],
  openPreview: ["This change has no preview yet: ship it first."],
  openPullRequest: ["This change has no pull request yet: ship it first."],
  openProduction: ["This change is not live yet: merge and deploy it first."],
  cancel: ["Nothing goes on that could be cancelled."],
  showRun: [],
  showLog: [],
  forgetCredentials: ["Slipway has stored no credentials."],
};

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
    const notices = listenToNotices();
    const said: Record<string, string[]> = {};
    for (const id of Object.keys(answers)) {
      await vscode.commands.executeCommand(`slipway.${id}`);
      said[id] = notices.messages.splice(0);
    }
    notices.stop();
    assert.deepEqual(said, answers);
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

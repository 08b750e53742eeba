import * as vscode from "vscode";
import { buildId } from "../agent/build-id.ts";
import { AgentClient } from "../agent/client/agent-client.ts";
import { findPlaces } from "../agent/places.ts";
import { watchWorkingCopy } from "./attention.ts";
import { registerCommands } from "./commands/register.ts";
import { configSetting, watchConfigSetting } from "./config-setting.ts";
import { ContextKeys } from "./context-keys.ts";
import { Credentials } from "./credentials.ts";
import { tellFirstLive } from "./first-live.ts";
import { watchForgeConnection } from "./forge-connection.ts";
import { StatusBar } from "./indicator/status-bar.ts";
import { adviseMasks } from "./masks/mask-advice.ts";
import { Model } from "./model.ts";
import type { Parts } from "./parts.ts";
import { environment } from "./place.ts";
import { RunNews } from "./run-news.ts";
import { StageLogs } from "./views/stage-logs.ts";
import { showViews } from "./views/views.ts";
import { continueWalkthrough } from "./walkthrough.ts";

/** Composes the parts. The indicator is painted before this returns; the agent is looked for afterwards. */
export function activate(context: vscode.ExtensionContext): void {
  const begun = performance.now();
  const log = vscode.window.createOutputChannel("Slipway", { log: true });
  const places = findPlaces();
  const client: AgentClient = new AgentClient({
    places,
    agentFile: context.asAbsolutePath("dist/agent.js"),
    client: "editor",
    build: buildId,
    credential: (purpose, name) => credentials.find(purpose, name),
  });
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === "file")?.uri.fsPath;
  const model: Model = new Model({
    client,
    folder,
    config: configSetting(folder),
    trusted: vscode.workspace.isTrusted,
    environment,
    onUnreachable: (problem) => log.warn(problem.message),
  });
  const credentials = new Credentials(context, () => model.picture);
  const news = new RunNews(context.workspaceState, log);
  const statusBar = new StatusBar(model.picture);
  const keys = new ContextKeys(() => model.picture);
  const views = showViews({ client, model });
  const parts: Parts = { context, log, places, client, model, credentials, news, keys, views };
  context.subscriptions.push(
    log,
    statusBar,
    new vscode.Disposable(() => client.close()),
    model,
    new vscode.Disposable(model.changes.add((picture) => statusBar.paint(picture))),
    new vscode.Disposable(model.changes.add(() => keys.update())),
    news.listen(model),
    tellFirstLive(context.workspaceState, model),
    watchForgeConnection({ credentials, model }),
    views,
    new StageLogs(client, model),
    adviseMasks(model),
    registerCommands(parts),
    watchWorkingCopy(model),
    watchConfigSetting(model),
    vscode.workspace.onDidGrantWorkspaceTrust(() => model.trust()),
  );
  log.info(`Slipway ${buildId} is active after ${(performance.now() - begun).toFixed(1)} ms`);
  void model.refresh();
  void continueWalkthrough(parts);
}

import type * as vscode from "vscode";
import type { AgentClient } from "../agent/client/agent-client.ts";
import type { Places } from "../agent/places.ts";
import type { ContextKeys } from "./context-keys.ts";
import type { Credentials } from "./credentials.ts";
import type { Model } from "./model.ts";
import type { RunNews } from "./run-news.ts";
import type { Views } from "./views/views.ts";

/** What the commands and views work with. */
export interface Parts {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly places: Places;
  readonly client: AgentClient;
  readonly model: Model;
  readonly credentials: Credentials;
  readonly news: RunNews;
  readonly keys: ContextKeys;
  readonly views: Views;
}

import * as vscode from "vscode";
import type { Parts } from "../parts.ts";
import { reportError } from "../report.ts";
import { commandIds } from "./ids.ts";
import { requireTrust } from "./require-trust.ts";

/** Registers every command. What they do is loaded when the first of them is wanted: a window begins without it. */
export function registerCommands(parts: Parts): vscode.Disposable {
  const registered = commandIds.map((id) =>
    vscode.commands.registerCommand(id, async (argument: unknown) => {
      let failure = "The command could not be loaded";
      try {
        const { handlers } = await import("./handlers.ts");
        const handler = handlers[id];
        failure = handler.failure;
        requireTrust(id, parts.model.picture);
        await handler.run(parts, argument as never);
      } catch (error) {
        reportError(parts.log, error, failure);
      }
    }),
  );
  return vscode.Disposable.from(...registered);
}

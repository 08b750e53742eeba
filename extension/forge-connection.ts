import * as vscode from "vscode";
import type { Parts } from "./parts.ts";

/** Keeps the picture true about whether GitHub can be reached as somebody. Asks the person nothing. */
export function watchForgeConnection({ credentials, model }: Pick<Parts, "credentials" | "model">): vscode.Disposable {
  const look = async () => model.connectForge(await credentials.hasForge());
  let seen = "";
  const stop = model.changes.add(({ connection, repository, company }) => {
    // Nothing is looked for before there is a repository to look for it.
    if (connection.kind !== "connected" || !repository) return;
    const now = `${repository.remote?.url} ${company?.id}`;
    if (now === seen) return;
    seen = now;
    void look();
  });
  const sessions = vscode.authentication.onDidChangeSessions(({ provider }) => {
    if (provider.id === "github" && seen !== "") void look();
  });
  return vscode.Disposable.from(sessions, new vscode.Disposable(stop));
}

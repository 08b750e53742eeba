import * as vscode from "vscode";

type Show = (message: string, ...rest: unknown[]) => Thenable<unknown>;

/** Listens to what is shown as notifications, which are shown all the same. The extension under test shares this API. */
export function listenToNotices(): { readonly messages: string[]; stop(): void } {
  const messages: string[] = [];
  const window = vscode.window as unknown as Record<string, Show>;
  const names = ["showErrorMessage", "showWarningMessage", "showInformationMessage"];
  const shown = names.map((name) => [name, window[name] as Show] as const);
  for (const [name, show] of shown) {
    window[name] = (message, ...rest) => {
      messages.push(message);
      return show(message, ...rest);
    };
  }
  return { messages, stop: () => Object.assign(window, Object.fromEntries(shown)) };
}

import * as vscode from "vscode";
import type { Finding } from "../../agent/protocol/finding.ts";
import { requests } from "../../agent/protocol/messages.ts";
import type { Parts } from "../parts.ts";
import { environment } from "../place.ts";
import { unlessAborted, withProgress } from "../progress.ts";

/** Shows what a ship needs of this machine, with what mends each thing that is missing; a choice copies that. */
export async function checkMachine({ client, credentials, model }: Parts): Promise<void> {
  const { folder, config } = model.picture;
  const { findings } = await withProgress("Slipway", async ({ signal, say }) => {
    say("Looking at this machine");
    const forge = await credentials.hasForge();
    return unlessAborted(
      signal,
      client.request(requests.machineCheck, { directory: folder, config, environment: environment(), forge }),
    );
  });
  const wrong = findings.filter(({ level }) => level !== "ok").length;
  const worstFirst = findings.toSorted((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
  const chosen = await vscode.window.showQuickPick(worstFirst.map(asItem), {
    title: wrong === 0 ? "This machine is ready" : `This machine: ${wrong} to look at`,
    placeHolder: "Choose one to copy what mends it",
    matchOnDetail: true,
  });
  if (!chosen?.next) return;
  await vscode.env.clipboard.writeText(chosen.next);
  vscode.window.setStatusBarMessage(`Copied: ${chosen.next}`, 5000);
}

const levels: readonly Finding["level"][] = ["error", "warning", "ok"];
const icons = { ok: "pass", warning: "warning", error: "error" };

function asItem({ level, what, where, why, next }: Finding) {
  return {
    label: `$(${icons[level]}) ${what}`,
    description: [where, why].filter(Boolean).join(" · "),
    // A line is as wide as the box: what mends it must not be cut off by what is wrong.
    ...(level !== "ok" && { detail: next ?? "" }),
    next: level === "ok" ? undefined : next,
  };
}

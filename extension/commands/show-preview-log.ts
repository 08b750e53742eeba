import type { Parts } from "../parts.ts";
import type { Row } from "../views/row.ts";
import { openTerminal } from "./open-terminal.ts";

/** Shows in a terminal what a preview's app prints, as it comes; the current change's where no row says which. */
export async function showPreviewLog(parts: Parts, row?: Row): Promise<void> {
  const change = row?.about?.change ?? parts.model.picture.repository?.change;
  if (change === undefined) return;
  openTerminal(parts, {
    name: `Log of ${change}`,
    icon: "output",
    command: ["preview", "logs", change, "--follow"],
  });
}

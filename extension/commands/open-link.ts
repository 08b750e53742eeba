import type { Parts } from "../parts.ts";
import type { Row } from "../views/row.ts";
import { openUrl } from "./open-url.ts";

/** Opens what the row stands for where the person looks at web pages. */
export async function openLink(_: Parts, { about }: Row): Promise<void> {
  if (about?.url !== undefined) await openUrl(about.url);
}

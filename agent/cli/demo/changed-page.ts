import { Problem } from "../../problem.ts";
import { getPage } from "../pages/get-page.ts";

/** What the starter ticket's fix adds to the shop's front page. */
const addition = "Delivered in";

/** Whether a page is the one that the starter ticket asks for. */
export function isChanged(text: string): boolean {
  return text.includes(addition);
}

/** @throws Problem "page-not-changed" where the page at a URL is not the changed one. */
export async function requireChanged(what: string, url: string): Promise<void> {
  const { status, text } = await getPage(url);
  if (status === 200 && isChanged(text)) return;
  throw new Problem({
    what: `${what} does not serve the changed page`,
    where: url,
    why: status === 200 ? `the page does not say "${addition} …"` : `it answers ${status}`,
    next: "`slipway demo --keep` leaves everything up to look at.",
    code: "page-not-changed",
  });
}

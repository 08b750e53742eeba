import { getPage } from "./get-page.ts";

/** Whether an app answers at a URL, with whatever it has to say but a gateway's error. */
export async function answers(url: string): Promise<boolean> {
  try {
    const { status } = await getPage(url);
    return status < 502 || status > 504;
  } catch {
    return false;
  }
}

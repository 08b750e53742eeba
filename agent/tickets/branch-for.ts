import type { Ticket } from "../forge/forge.ts";

/** A branch's name stays readable in tabs and in host names. */
const longestTitle = 40;

/** `12-show-what-is-in-stock` */
export function branchFor({ number, title }: Pick<Ticket, "number" | "title">): string {
  const words =
    title
      .replaceAll("ß", "ss")
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  let slug = "";
  for (const word of words) {
    if (slug.length + word.length > longestTitle) break;
    slug += `-${word}`;
  }
  return `${number}${slug}`;
}

import type { Answer, Call } from "./answers.ts";

/** One page of a list, and the Link header that leads to the others. */
export function paged<T>(call: Call, items: readonly T[]): { page: T[]; headers: Record<string, string> } {
  const size = Math.min(positive(call.query.get("per_page"), 30), 100);
  const number = positive(call.query.get("page"), 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const relations: Record<string, number | undefined> = {
    prev: number > 1 ? Math.min(number - 1, last) : undefined,
    next: number < last ? number + 1 : undefined,
    last: number < last ? last : undefined,
    first: number > 1 ? 1 : undefined,
  };
  const links = Object.entries(relations).flatMap(([relation, page]) => {
    if (page === undefined) return [];
    const target = new URL(call.url);
    target.searchParams.set("page", String(page));
    return [`<${target.href}>; rel="${relation}"`];
  });
  const page = items.slice((number - 1) * size, number * size);
  return { page, headers: links.length > 0 ? { link: links.join(", ") } : {} };
}

/** A list as it is: one shape per item, a page at a time. */
export function list<T>(call: Call, items: readonly T[], shape: (item: T) => unknown): Answer {
  const { page, headers } = paged(call, items);
  return { status: 200, body: page.map(shape), headers };
}

function positive(text: string | null, otherwise: number): number {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : otherwise;
}

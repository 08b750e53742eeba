import { Problem } from "../problem.ts";

/** How many rows are kept of a table with so many rows. */
export type Curve = (rows: number) => number;

export const defaultCurve: Readonly<Record<string, number>> = { "10": 3, "1000000": 10_000 };

/**
 * The curve through the points "rows" to "rows kept": straight between neighbours on log-log paper and beyond the
 * ends; never more than there are, at least 1 where there are any.
 */
export function curveThrough(points: Readonly<Record<string, number>>): Curve {
  const knots = Object.entries(points)
    .map(([rows, kept]) => ({ x: Math.log10(Number(rows)), y: Math.log10(kept) }))
    .sort((a, b) => a.x - b.x);
  if (knots.length < 2 || knots.some(({ x, y }) => !Number.isFinite(x) || !Number.isFinite(y))) {
    throw new Problem({
      what: "The curve cannot be drawn",
      why: "it needs at least two points of positive numbers",
      next: 'Write for example {"10": 3, "1000000": 10000}.',
      code: "config-invalid",
      usage: true,
    });
  }
  return (rows) => {
    if (rows <= 0) return 0;
    const x = Math.log10(rows);
    const next = knots.findIndex((knot) => knot.x >= x);
    const right = next === -1 ? knots.length - 1 : Math.max(1, next);
    const [from, to] = [knots[right - 1], knots[right]];
    if (!from || !to) return rows;
    const y = from.y + ((to.y - from.y) * (x - from.x)) / (to.x - from.x);
    return Math.min(rows, Math.max(1, Math.round(10 ** y)));
  };
}

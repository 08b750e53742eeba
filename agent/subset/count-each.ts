/** So many fit into one query: each has a plan of its own. */
const inOneQuery = 100;

type Query = <Row extends object>(sql: string) => Promise<Row[]>;

/**
 * How many rows each of these queries has, in their order. Many are asked for in one message, since a query is cheap and
 * a message is not: as branches of a union, which PostgreSQL runs in two thirds of the time of as many sub-selects.
 */
export async function countEach(query: Query, queries: readonly string[]): Promise<number[]> {
  const batches = Array.from({ length: Math.ceil(queries.length / inOneQuery) }, async (_, batch) => {
    const some = queries.slice(batch * inOneQuery, (batch + 1) * inOneQuery);
    const counts = some.map((one, index) => `SELECT ${index} AS index, count(*)::float8 AS rows FROM (${one}) AS q`);
    const found = await query<{ index: number; rows: number }>(counts.join(" UNION ALL "));
    const rows = new Map(found.map(({ index, rows }) => [index, rows]));
    return some.map((_, index) => rows.get(index) ?? 0);
  });
  return (await Promise.all(batches)).flat();
}

import pLimit from "p-limit";
import { quoteIdentifier } from "../../database/identifiers.ts";
import type { Table } from "../catalogue/catalogue.ts";
import { tableRows } from "../catalogue/table-rows.ts";
import type { Source } from "../source/source.ts";
import type { TargetDatabase } from "./target-database.ts";

/** Bytes that are read at once: an object may be terabytes long. */
const portion = 1024 * 1024;
const atOnce = 4;

/**
 * Copies the large objects that columns of the loaded rows refer to, under the numbers that they have.
 * @param masked masks cannot look into a large object: then none is copied.
 * @returns what was left out, a sentence each.
 */
export async function copyLargeObjects(
  source: Source,
  target: TargetDatabase,
  tables: Iterable<Table>,
  masked: boolean,
): Promise<string[]> {
  const columns = [...tables].flatMap((table) =>
    table.columns.filter(({ type }) => /^(oid|(.*\.)?lo)$/.test(type)).map(({ name }) => ({ table, name })),
  );
  const [any] = await source.query<{ some: boolean }>("SELECT EXISTS (SELECT FROM pg_largeobject_metadata) AS some");
  if (!any?.some) return [];
  if (masked) return ["large objects: not copied, since masks cannot look into them"];
  if (columns.length === 0) return ["large objects: not copied, since no column of type oid or lo refers to any"];
  const selects = columns.map(
    ({ table, name }) => `SELECT ${quoteIdentifier(name)}::oid AS oid FROM ${tableRows(table, "t")}`,
  );
  const referred = await target.query<{ oid: number }>(
    `SELECT DISTINCT oid FROM (${selects.join(" UNION ALL ")}) AS referred WHERE oid > 0`,
  );
  const found = await source.query<{ oid: number; readable: boolean }>(objects, [referred.map(({ oid }) => oid)]);
  const limit = pLimit(atOnce);
  const readable = found.filter((object) => object.readable);
  await Promise.all(readable.map(({ oid }) => limit(() => copyObject(source, target, oid))));
  const hidden = found.length - readable.length;
  return [
    "large objects: only those that the chosen rows refer to are copied",
    ...(hidden > 0
      ? [`large objects: ${hidden} may not be read (GRANT SELECT ON LARGE OBJECT) and are not copied`]
      : []),
  ];
}

/** Asking for one that may not be read would end the transaction, so this is asked first. */
const objects = `
  SELECT m.oid, current_setting('lo_compat_privileges')::bool OR pg_has_role(m.lomowner, 'USAGE')
      OR EXISTS (SELECT FROM aclexplode(m.lomacl) a
                  WHERE a.privilege_type = 'SELECT' AND (a.grantee = 0 OR pg_has_role(a.grantee, 'USAGE'))) AS readable
    FROM pg_largeobject_metadata m WHERE m.oid = ANY ($1::oid[]) ORDER BY 1`;

async function copyObject(source: Source, target: TargetDatabase, oid: number): Promise<void> {
  await target.query("SELECT lo_create($1)", [oid]);
  for (let offset = 0; ; offset += portion) {
    const [piece] = await source.query<{ bytes: Buffer }>("SELECT lo_get($1, $2, $3) AS bytes", [oid, offset, portion]);
    if (!piece || piece.bytes.length === 0) return;
    await target.query("SELECT lo_put($1, $2, $3)", [oid, offset, piece.bytes]);
    if (piece.bytes.length < portion) return;
  }
}

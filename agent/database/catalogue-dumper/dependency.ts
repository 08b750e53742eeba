import type { SchemaObject } from "./schema-object.ts";

/** One row of `pg_depend`: the dependent needs the referenced. Addresses as in {@link SchemaObject.id}. */
export interface Dependency {
  readonly dependent: string;
  readonly referenced: string;
  /** `i`: the dependent is a part of the referenced; `e`: it belongs to that extension; otherwise it just needs it. */
  readonly type: string;
}

/**
 * What is made by people, oids from 16384 on. That a generated column's expression is a part of its table is added:
 * the versions put it differently.
 */
export const dependencyQuery = `
  SELECT classid::regclass || '/' || objid AS dependent, refclassid::regclass || '/' || refobjid AS referenced,
    deptype::text AS type FROM pg_depend WHERE objid >= 16384 AND (classid, objid) <> (refclassid, refobjid)
  UNION ALL SELECT 'pg_attrdef/' || e.oid, 'pg_class/' || e.adrelid, 'i' FROM pg_attrdef e
    JOIN pg_attribute a ON a.attrelid = e.adrelid AND a.attnum = e.adnum WHERE a.attgenerated <> ''`;

/** Addresses that come with something else: with their whole, or with an extension and its tables. */
export function broughtAlong(objects: readonly SchemaObject[], dependencies: readonly Dependency[]): Set<string> {
  const of = (wanted: string) => dependencies.filter(({ type }) => type === wanted).map(({ dependent }) => dependent);
  const members = new Set(of("e"));
  for (const { id, table } of objects) if (table && members.has(table)) members.add(id);
  return new Set([...members, ...of("i")]);
}

/** For every object the objects that must exist before it. Parts (a row type, a key's index) count as their whole. */
export function objectNeeds(
  objects: readonly SchemaObject[],
  dependencies: readonly Dependency[],
): Map<string, Set<string>> {
  const needs = new Map(objects.map(({ id }) => [id, new Set<string>()]));
  const wholeOf = new Map<string, string>();
  for (const { dependent, referenced, type } of dependencies)
    if (type === "i" || type === "e") wholeOf.set(dependent, referenced);

  const whole = (address: string): string | undefined => {
    let at: string | undefined = address;
    for (let depth = 0; at !== undefined && depth < 10; depth++) {
      if (needs.has(at)) return at;
      at = wholeOf.get(at);
    }
    return undefined;
  };
  const record = (dependent: string, referenced: string): void => {
    const [from, to] = [whole(dependent), whole(referenced)];
    if (from !== undefined && to !== undefined && from !== to) needs.get(from)?.add(to);
  };
  for (const { dependent, referenced } of dependencies) record(dependent, referenced);
  for (const { id, table, needs: extra } of objects)
    for (const address of [...(table ? [table] : []), ...(extra ?? [])]) record(id, address);
  return needs;
}

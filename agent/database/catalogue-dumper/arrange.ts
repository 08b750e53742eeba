import { Problem } from "../../problem.ts";
import type { SchemaSection } from "../schema-dumper.ts";
import { holdsRows, isPostData, objectKinds, type SchemaObject } from "./schema-object.ts";

/**
 * Puts every object after what it needs, and into the section where it belongs: what needs a key (a view that groups
 * by one) comes after the rows with it.
 * @param needs for each object's id the ids of those that it needs.
 * @throws Problem where objects need each other, or where rows need something that only comes after them.
 */
export function arrange(
  objects: readonly SchemaObject[],
  needs: ReadonlyMap<string, ReadonlySet<string>>,
): Record<SchemaSection, SchemaObject[]> {
  const ordered = inOrder(objects, needs);
  const later = new Set<string>();
  for (const object of ordered) {
    const needed = [...(needs.get(object.id) ?? [])].find((id) => later.has(id));
    if (!isPostData(object.kind) && needed === undefined) continue;
    if (holdsRows(object.kind)) throw rowsComeTooEarly(object, ordered.find(({ id }) => id === needed) ?? object);
    later.add(object.id);
  }
  return {
    "pre-data": ordered.filter(({ id }) => !later.has(id)),
    "post-data": ordered.filter(({ id }) => later.has(id)),
  };
}

/** Depth first from the kinds that come first: the same schema gives the same order everywhere. */
function inOrder(objects: readonly SchemaObject[], needs: ReadonlyMap<string, ReadonlySet<string>>): SchemaObject[] {
  const sorted = [...objects].sort(byKindAndName);
  const position = new Map(sorted.map((object, index) => [object.id, { object, index }]));
  const done = new Set<string>();
  const path: SchemaObject[] = [];
  const ordered: SchemaObject[] = [];

  const visit = (object: SchemaObject): void => {
    if (done.has(object.id)) return;
    if (path.includes(object)) throw circle(path.slice(path.indexOf(object)));
    path.push(object);
    const needed = [...(needs.get(object.id) ?? [])].flatMap((id) => position.get(id) ?? []);
    for (const { object: before } of needed.sort((a, b) => a.index - b.index)) visit(before);
    path.pop();
    done.add(object.id);
    ordered.push(object);
  };
  for (const object of sorted) visit(object);
  return ordered;
}

function byKindAndName(a: SchemaObject, b: SchemaObject): number {
  const byKind = objectKinds.indexOf(a.kind) - objectKinds.indexOf(b.kind);
  return byKind || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1);
}

function circle(objects: readonly SchemaObject[]): Problem {
  return new Problem({
    what: "The schema cannot be written down in an order that works",
    where: objects.map(({ kind, name }) => `${kind} ${name}`).join(" -> "),
    why: "these objects need each other",
    next: "Install a pg_dump of the server's version: it has ways around this.",
    code: "schema-inexpressible",
  });
}

function rowsComeTooEarly(object: SchemaObject, needed: SchemaObject): Problem {
  return new Problem({
    what: "The schema cannot be loaded before its rows",
    where: `${object.kind} ${object.name}`,
    why: `it needs ${needed.kind} ${needed.name}, which is made after the rows`,
    next: "Install a pg_dump of the server's version: it has ways around this.",
    code: "schema-inexpressible",
  });
}

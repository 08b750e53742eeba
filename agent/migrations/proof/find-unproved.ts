import { shownTable } from "./assertion.ts";
import type { Catalogue, CatalogueTable, Condition } from "./catalogue.ts";

/** What a migration asserts of older rows beyond what can be counted, each in words. */
export function findUnproved(before: Catalogue, after: Catalogue): string[] {
  return after.flatMap((now) => {
    const then = before.find(({ oid }) => oid === now.oid);
    if (then) return [...newConditions(then, now), ...newTypes(then, now), ...newOtherKeys(then, now)];
    const replaced = before.some(({ schema, name }) => schema === now.schema && name === now.name);
    return replaced ? [`${shownTable(now)}, which the migration makes anew`] : [];
  });
}

function newConditions(then: CatalogueTable, now: CatalogueTable): string[] {
  const isKnown = ({ oid, definition }: Condition) =>
    then.conditions.some((known) => known.validated && (known.oid === oid || known.definition === definition));
  return now.conditions
    .filter((condition) => condition.validated && !isKnown(condition) && !isOfNew(then, condition.columns))
    .map(({ kind, name }) => `the ${kind} constraint ${name} of ${shownTable(then)}`);
}

function newTypes(then: CatalogueTable, now: CatalogueTable): string[] {
  return now.columns.flatMap(({ number, type }) => {
    const column = then.columns.find((one) => one.number === number);
    if (!column || column.type === type) return [];
    return [`the type of ${shownTable(then)}.${column.name}, ${column.type} until now and ${type} from then on`];
  });
}

function newOtherKeys(then: CatalogueTable, now: CatalogueTable): string[] {
  return now.keys
    .filter(({ plain, columns }) => !plain && !isOfNew(then, columns))
    .filter(({ oid, name }) => !then.keys.some((known) => known.oid === oid || known.name === name))
    .map(({ name }) => `the unique index ${name} of ${shownTable(then)}, which is partial or not over plain columns`);
}

/** What a migration writes itself, the clone has shown. */
function isOfNew(then: CatalogueTable, columns: readonly number[]): boolean {
  const isNew = (wanted: number) => wanted > 0 && !then.columns.some(({ number }) => number === wanted);
  return columns.length > 0 && columns.every(isNew);
}

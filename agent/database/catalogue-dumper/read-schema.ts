import type { Client } from "pg";
import type { SchemaSection } from "../schema-dumper.ts";
import { arrange } from "./arrange.ts";
import { constraintQueries } from "./constraints.ts";
import { broughtAlong, type Dependency, dependencyQuery, objectNeeds } from "./dependency.ts";
import { eventTriggerQueries } from "./event-triggers.ts";
import { indexQueries } from "./indexes.ts";
import { inexpressibleQuery } from "./inexpressible.ts";
import { type Inexpressible, refuse } from "./refuse.ts";
import { routineQueries } from "./routines.ts";
import type { SchemaObject } from "./schema-object.ts";
import { schemaQueries } from "./schemas.ts";
import { selectSchemas } from "./select-schemas.ts";
import { sequenceQueries } from "./sequences.ts";
import { behaviourQueries } from "./table-behaviour.ts";
import { tableQueries } from "./tables.ts";
import { typeQueries } from "./types.ts";
import { viewQueries } from "./views.ts";

const queries = [
  ...schemaQueries,
  ...typeQueries,
  ...routineQueries,
  ...sequenceQueries,
  ...tableQueries,
  ...constraintQueries,
  ...viewQueries,
  ...indexQueries,
  ...behaviourQueries,
  ...eventTriggerQueries,
];

/**
 * Reads every object of the wanted schemas, in the order in which they can be made.
 * @throws Problem that names what cannot be expressed.
 */
export async function readSchema(
  client: Client,
  wanted: readonly string[] | undefined,
): Promise<Record<SchemaSection, SchemaObject[]>> {
  const read: SchemaObject[] = [];
  for (const { kind, sql } of queries) {
    const { rows } = await client.query<Omit<SchemaObject, "kind" | "table" | "needs"> & Partial<SchemaObject>>(sql);
    read.push(...rows.map((row) => ({ table: null, needs: null, ...row, kind })));
  }
  const { rows: dependencies } = await client.query<Dependency>(dependencyQuery);
  const { rows: inexpressible } = await client.query<Inexpressible>(inexpressibleQuery);

  const brought = broughtAlong(read, dependencies);
  refuse(inexpressible, brought, wanted);
  const objects = read.filter(({ id }) => !brought.has(id));
  const needs = objectNeeds(objects, dependencies);
  return arrange(selectSchemas(objects, needs, wanted), needs);
}

import { z } from "zod";
import { configSchema } from "./schema/config.ts";

/** The parts of a JSON schema that are looked at here. */
export interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | false;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** slipway.json as a JSON schema, for editors: media/slipway.schema.json is this. */
export function configJsonSchema(): JsonSchema & { readonly title: string } {
  const { $schema, ...schema } = z.toJSONSchema(configSchema, { io: "input" }) as JsonSchema & { $schema?: string };
  return { $schema, title: "slipway.json", ...schema } as JsonSchema & { readonly title: string };
}

/** The keys that may stand in the object at a path. Empty where any name may. */
export function keysAt(path: readonly PropertyKey[]): string[] {
  let schemas: readonly JsonSchema[] = [configJsonSchema()];
  for (const key of path) schemas = schemas.flatMap(alternatives).flatMap((schema) => below(schema, key));
  return [...new Set(schemas.flatMap(alternatives).flatMap((schema) => Object.keys(schema.properties ?? {})))];
}

function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  return schema.anyOf ? schema.anyOf.flatMap(alternatives) : [schema];
}

function below(schema: JsonSchema, key: PropertyKey): JsonSchema[] {
  if (typeof key === "number") return schema.items ? [schema.items] : [];
  const own = schema.properties?.[String(key)];
  if (own) return [own];
  return schema.additionalProperties ? [schema.additionalProperties] : [];
}

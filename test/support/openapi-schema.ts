import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

export type Schema = Record<string, unknown>;

/** Compiles schemas of one OpenAPI 3.0 document; `#/components/…` references hold. */
export interface SchemaCompiler {
  /** @returns what is wrong with the value, one line per fault; nothing where it is valid. */
  faults(schema: Schema, value: unknown): string[];
}

export function schemaCompiler(components: unknown): SchemaCompiler {
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: "github", components: toJsonSchema(components) } as Schema);
  const compiled = new Map<Schema, ValidateFunction>();
  return {
    faults(schema, value) {
      const validate = compiled.get(schema) ?? ajv.compile(pointAtComponents(toJsonSchema(schema)) as Schema);
      compiled.set(schema, validate);
      if (validate(value)) return [];
      return (validate.errors ?? [])
        .filter((error) => error.keyword !== "anyOf" && error.keyword !== "oneOf")
        .map((error) => `${error.instancePath || "/"} ${error.message}`);
    },
  };
}

/** OpenAPI 3.0 says `nullable`; and GitHub's has defaults ("" for a URI) that its own format would refuse. */
function toJsonSchema(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(toJsonSchema);
  if (typeof part !== "object" || part === null) return part;
  const {
    nullable,
    discriminator: _,
    ...schema
  } = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, toJsonSchema(value)]));
  const alternatives: unknown[] = [schema];
  if (nullable === true) alternatives.push({ type: "null" });
  if (schema.format !== undefined && schema.default === "") alternatives.push({ const: "" });
  return alternatives.length > 1 ? { anyOf: alternatives } : schema;
}

function pointAtComponents(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"github#/components'));
}

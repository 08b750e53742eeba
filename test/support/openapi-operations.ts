import type { Schema } from "./openapi-schema.ts";

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  schema: Schema;
}

export interface Operation {
  route: string;
  parameters: Parameter[];
  requestSchema: Schema | undefined;
  requestRequired: boolean;
  /** By status; a status may be described without a body. */
  responses: Map<number, { schema: Schema | undefined }>;
}

export interface OperationTable {
  routes: string[];
  /** @param path as it went over the wire, without the API's root: still percent-encoded. */
  find(method: string, path: string): { operation: Operation; parameters: Record<string, string> } | undefined;
}

interface Referring {
  $ref?: string;
  content?: Record<string, { schema?: Schema }>;
}

interface Description {
  paths: Record<string, Record<string, Record<string, unknown> | Parameter[]>>;
  components: Record<string, Record<string, unknown>>;
}

/** The operations of an OpenAPI description, to be found by what was really sent. */
export function operationTable(description: Description): OperationTable {
  const resolve = <T>(part: T & Referring): T => {
    const [kind = "", name = ""] = part.$ref?.replace("#/components/", "").split("/") ?? [];
    return part.$ref ? (description.components[kind]?.[name] as T) : part;
  };
  const jsonSchema = (part: Referring | undefined) =>
    part && resolve<Referring>(part).content?.["application/json"]?.schema;

  const entries = Object.entries(description.paths).flatMap(([path, item]) => {
    const shared = (item.parameters ?? []) as Parameter[];
    return Object.entries(item)
      .filter(([method]) => method !== "parameters")
      .map(([method, described]) => {
        const raw = described as { parameters?: Parameter[]; requestBody?: Referring & { required?: boolean } };
        const responses = (described as { responses: Record<string, Referring> }).responses;
        const operation: Operation = {
          route: `${method.toUpperCase()} ${path}`,
          parameters: [...shared, ...(raw.parameters ?? [])].map((parameter) => resolve(parameter)),
          requestSchema: jsonSchema(raw.requestBody),
          requestRequired: raw.requestBody?.required ?? false,
          responses: new Map(
            Object.entries(responses).map(
              ([status, response]) => [Number(status), { schema: jsonSchema(response) }] as const,
            ),
          ),
        };
        return { operation, method: method.toUpperCase(), matches: pathMatcher(path) };
      });
  });

  return {
    routes: entries.map(({ operation }) => operation.route),
    find(method, path) {
      for (const entry of entries) {
        const parameters = entry.method === method ? entry.matches(path) : undefined;
        if (parameters) return { operation: entry.operation, parameters };
      }
      return undefined;
    },
  };
}

function pathMatcher(template: string): (path: string) => Record<string, string> | undefined {
  const pattern = template.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
  const expression = new RegExp(`^${pattern}$`);
  return (path) => {
    const groups = expression.exec(path)?.groups;
    if (!groups) return expression.test(path) ? {} : undefined;
    return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
  };
}

interface Description {
  paths: Record<string, Record<string, unknown>>;
  components: Record<string, Record<string, unknown>>;
  [key: string]: unknown;
}

const prose = new Set(["description", "example", "examples", "summary", "externalDocs", "x-github"]);

/**
 * Cuts an OpenAPI description down to some operations ("GET /user") and the components that they refer to, directly
 * or through others. Prose and examples fall away; what validates stays as it is.
 * @throws where the description knows no such operation.
 */
export function cutSlice(description: Description, routes: readonly string[]): Description {
  const paths: Description["paths"] = {};
  for (const route of routes) {
    const [method = "", path = ""] = route.split(" ");
    const item = description.paths[path];
    const operation = item?.[method.toLowerCase()];
    if (!item || !operation) throw new Error(`GitHub's description knows no operation ${route}`);
    paths[path] = {
      ...paths[path],
      ...(item.parameters ? { parameters: withoutProse(item.parameters) } : {}),
      [method.toLowerCase()]: withoutProse(operation),
    };
  }
  const always = ["basic-error", "validation-error"].map((name) => `#/components/schemas/${name}`);
  return { openapi: description.openapi, paths, components: closure(description, [...refsIn(paths), ...always]) };
}

function closure(description: Description, refs: string[]): Description["components"] {
  const components: Description["components"] = {};
  const waiting = [...refs];
  for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
    const [kind = "", name = ""] = ref.replace("#/components/", "").split("/");
    if (components[kind]?.[name]) continue;
    const part = description.components[kind]?.[name];
    if (!part) throw new Error(`GitHub's description refers to ${ref}, which it does not hold`);
    const kept = withoutProse(part);
    components[kind] = { ...components[kind], [name]: kept };
    waiting.push(...refsIn(kept));
  }
  return components;
}

function refsIn(part: unknown): string[] {
  return [...JSON.stringify(part).matchAll(/"\$ref":"(#\/components\/[^"]+)"/g)].map((match) => match[1] ?? "");
}

/** @param named true inside a map of names (properties, schemas), where "description" is a name like any other. */
function withoutProse(part: unknown, named = false): unknown {
  if (Array.isArray(part)) return part.map((item) => withoutProse(item));
  if (typeof part !== "object" || part === null) return part;
  return Object.fromEntries(
    Object.entries(part)
      .filter(([key]) => named || !prose.has(key))
      .map(([key, value]) => [key, withoutProse(value, !named && key === "properties")]),
  );
}

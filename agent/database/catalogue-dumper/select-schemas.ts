import { Problem } from "../../problem.ts";
import type { SchemaObject } from "./schema-object.ts";

/**
 * Leaves the objects of the wanted schemas, what lives in none (extensions), and the schemas that those live in.
 * @throws Problem where a wanted schema does not exist, or where what is left needs something that is not.
 */
export function selectSchemas(
  objects: readonly SchemaObject[],
  needs: ReadonlyMap<string, ReadonlySet<string>>,
  wanted: readonly string[] | undefined,
): SchemaObject[] {
  if (!wanted) return [...objects];
  const known = new Set(["public", ...objects.map(({ schema }) => schema)]);
  const unknown = wanted.filter((schema) => !known.has(schema));
  if (unknown.length > 0) throw missing(unknown);
  const names = new Map(objects.map((object) => [object.id, object]));
  const isWanted = (schema: string | null) => schema === null || wanted.includes(schema);
  const content = objects.filter(({ schema }) => isWanted(schema));
  const needed = new Set(content.flatMap(({ id }) => [...(needs.get(id) ?? [])]));
  const homes = objects.filter(({ id, kind, schema }) => kind === "schema" && needed.has(id) && !isWanted(schema));
  const chosen = [...homes, ...content];
  const ids = new Set(chosen.map(({ id }) => id));
  const reaching = chosen.flatMap((object) =>
    [...(needs.get(object.id) ?? [])]
      .filter((id) => !ids.has(id))
      .map((id) => `${object.kind} ${object.name} needs ${names.get(id)?.kind} ${names.get(id)?.name}`),
  );
  if (reaching.length > 0) throw incomplete(reaching);
  return chosen;
}

function missing(schemas: readonly string[]): Problem {
  return new Problem({
    what: "The source has no such schema",
    where: schemas.join(", "),
    next: "Correct `source.schemas` in slipway.json.",
    code: "schema-missing",
  });
}

function incomplete(reaching: readonly string[]): Problem {
  return new Problem({
    what: "The chosen schemas need others",
    where: reaching.slice(0, 10).join("; ") + (reaching.length > 10 ? `; and ${reaching.length - 10} more` : ""),
    next: "Add the schemas that are needed to `source.schemas`.",
    code: "schema-incomplete",
  });
}

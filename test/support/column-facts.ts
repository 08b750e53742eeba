import type { ColumnFacts } from "../../agent/mask/column-facts.ts";

let next = 1000;

/** A nullable text column of its own, called `table.column`, but for what is said. */
export function columnFacts(name: string, more: Partial<ColumnFacts> = {}): ColumnFacts {
  const [table = "", column = ""] = name.split(".");
  const own = next++;
  return {
    schema: "public",
    table,
    column,
    type: "text",
    kind: "plain",
    declared: more.type ?? "text",
    nullable: true,
    unique: false,
    partitionKey: false,
    generated: false,
    joined: own,
    ancestors: [],
    from: table,
    samples: [],
    ...more,
  };
}

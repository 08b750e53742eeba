import fc from "fast-check";

/** Tables whose rows are numbered from 1, and foreign keys between them of every kind. */
export interface RandomSchema {
  readonly tables: readonly { readonly rows: number; readonly kind: "plain" | "partitioned" | "wide" }[];
  readonly references: readonly RandomReference[];
}

export interface RandomReference {
  readonly child: number;
  readonly parent: number;
  readonly composite: boolean;
  readonly nullable: boolean;
  /** Decides which parent a row has. */
  readonly stride: number;
}

/** Two to five tables; a reference may lead to its own table or close a circle. */
export function randomSchema(): fc.Arbitrary<RandomSchema> {
  const table = fc.record({
    // Some are too large to be read as a whole.
    rows: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 100, max: 600 }), fc.constant(5100)),
    kind: fc.constantFrom("plain" as const, "plain" as const, "partitioned" as const, "wide" as const),
  });
  return fc.array(table, { minLength: 2, maxLength: 5 }).chain((tables) => {
    const index = fc.nat(tables.length - 1);
    const reference = fc.record({
      child: index,
      parent: index,
      composite: fc.boolean(),
      nullable: fc.boolean(),
      stride: fc.constantFrom(7, 7919, 104_729),
    });
    return fc.record({ tables: fc.constant(tables), references: fc.array(reference, { minLength: 1, maxLength: 7 }) });
  });
}

/** The schema and its rows as SQL. */
export function schemaSql({ tables, references }: RandomSchema): string {
  const own = (table: number) => references.flatMap((one, at) => (one.child === table ? [{ ...one, at }] : []));
  const create = tables.map(({ kind }, table) => {
    const columns = own(table).map(({ at, composite }) => `, r${at} int${composite ? `, s${at} int` : ""}`);
    const partitions = [0, 1, 2].map(
      (part) => `CREATE TABLE t${table}_${part} PARTITION OF t${table} FOR VALUES WITH (MODULUS 3, REMAINDER ${part});`,
    );
    return `CREATE TABLE t${table} (id int PRIMARY KEY, side int NOT NULL, filler text${columns.join("")}, UNIQUE (side, id))
      ${kind === "partitioned" ? `PARTITION BY HASH (id); ${partitions.join(" ")}` : ";"}`;
  });
  const insert = tables.map(({ rows, kind }, table) => {
    const values = own(table).map(({ parent, composite, nullable, stride }) => {
      const count = tables[parent]?.rows ?? 0;
      // A tree where a table refers to itself, for a long chain is as many steps; else anything.
      const id =
        count === 0 ? "NULL::int" : parent === table ? "1 + g / 3" : `1 + (g::bigint * ${stride} % ${count})::int`;
      const none = nullable ? `CASE WHEN g % 3 > 0 THEN ${id} END` : id;
      return `, ${none}${composite ? `, (${none}) % 5` : ""}`;
    });
    const filler = kind === "wide" ? "repeat('x', 200)" : "NULL";
    return `INSERT INTO t${table} SELECT g, g % 5, ${filler}${values.join("")} FROM generate_series(1, ${rows}) g;`;
  });
  const constrain = references.map(({ child, parent, composite }, at) =>
    composite
      ? `ALTER TABLE t${child} ADD FOREIGN KEY (s${at}, r${at}) REFERENCES t${parent} (side, id);`
      : `ALTER TABLE t${child} ADD FOREIGN KEY (r${at}) REFERENCES t${parent} (id);`,
  );
  const index = references.flatMap(({ child, stride }, at) =>
    stride === 7 ? [] : [`CREATE INDEX ON t${child} (r${at});`],
  );
  return [...create, ...insert, ...constrain, ...index, "ANALYZE"].join("\n");
}

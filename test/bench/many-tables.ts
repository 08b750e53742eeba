/**
 * A schema of many tables as SQL, each with a key, an index and at most one row; the foreign keys go from each table to
 * those before it in turn.
 */
export function manyTablesSql(tables: number, foreignKeys: number): string[] {
  const name = (table: number) => `part_${String(table).padStart(4, "0")}`;
  const keysOf = (table: number) =>
    Array.from({ length: foreignKeys }, (_, key) => key).filter((key) => 1 + (key % (tables - 1)) === table);
  return Array.from({ length: tables }, (_, table) => {
    const keys = keysOf(table);
    const columns = keys.map((key) => `ref_${key} int REFERENCES ${name(parentOf(table, key))}`);
    const own = [
      "id int PRIMARY KEY",
      "label text NOT NULL DEFAULT 'none'",
      "made_at timestamptz DEFAULT now()",
      ...columns,
    ];
    return `CREATE TABLE ${name(table)} (${own.join(", ")}); CREATE INDEX ON ${name(table)} (label);
      INSERT INTO ${name(table)} (${["id", ...keys.map((key) => `ref_${key}`)].join(", ")}) VALUES (1${", 1".repeat(keys.length)});`;
  });
}

/** Some table before this one. */
function parentOf(table: number, key: number): number {
  return (key * 7919) % table;
}

/** Pieces of SQL that several catalogue queries share. Each is an expression over the aliases that it names. */

/** True for schemas that hold a person's objects. Alias: `n` pg_namespace. */
export const userSchema = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

/** ` WITH (name='value', …)` of a reloptions column, or NULL. */
export function storageOptions(column: string): string {
  return `(SELECT ' WITH (' || string_agg(format('%I=%L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ') || ')'
    FROM unnest(${column}) AS o)`;
}

/** ` COLLATE …` where a column's or domain's collation is not its type's own, or NULL. */
export function collation(own: string, typeOwn: string): string {
  return `CASE WHEN ${own} <> 0 AND ${own} <> ${typeOwn} THEN ' COLLATE ' || ${own}::regcollation END`;
}

/** The options that a sequence was made with. Alias: `s` pg_sequence. */
export const sequenceOptions = `concat('START WITH ', s.seqstart, ' INCREMENT BY ', s.seqincrement, ' MINVALUE ', s.seqmin,
  ' MAXVALUE ', s.seqmax, ' CACHE ', s.seqcache, CASE WHEN s.seqcycle THEN ' CYCLE' END)`;

import type { CatalogueQuery } from "./schema-object.ts";

/** Event triggers, which live in no schema. */
export const eventTriggerQueries: readonly CatalogueQuery[] = [
  {
    kind: "event trigger",
    sql: `SELECT 'pg_event_trigger/' || e.oid AS id, NULL::name AS schema, quote_ident(e.evtname) AS name,
        concat(format('CREATE EVENT TRIGGER %I ON %s', e.evtname, e.evtevent),
          (SELECT ' WHEN TAG IN (' || string_agg(quote_literal(t), ', ') || ')' FROM unnest(e.evttags) t),
          format(' EXECUTE FUNCTION %s();', e.evtfoid::regproc),
          CASE WHEN e.evtenabled <> 'O' THEN format(' ALTER EVENT TRIGGER %I %s;', e.evtname,
            CASE e.evtenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END) END) AS sql
      FROM pg_event_trigger e`,
  },
];

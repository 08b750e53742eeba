import { userSchema } from "./query-parts.ts";
import type { CatalogueQuery } from "./schema-object.ts";

const fromTable = "JOIN pg_namespace n ON n.oid = c.relnamespace";

function enabling(state: string, noun: string, name: string): string {
  return `CASE WHEN ${state} <> 'O' THEN format(' ALTER TABLE %s %s ${noun} %I;', c.oid::regclass,
    CASE ${state} WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, ${name}) END`;
}

/** Triggers; those that a partition has from its parent come with the parent's. */
const triggers: CatalogueQuery = {
  kind: "trigger",
  sql: `SELECT 'pg_trigger/' || g.oid AS id, n.nspname AS schema, format('%I on %s', g.tgname, c.oid::regclass) AS name,
      'pg_class/' || c.oid AS "table",
      concat(pg_get_triggerdef(g.oid), ';', ${enabling("g.tgenabled", "TRIGGER", "g.tgname")}) AS sql
    FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid ${fromTable}
    WHERE ${userSchema} AND NOT g.tgisinternal AND g.tgparentid = 0 AND c.relkind <> 'f'`,
};

const rules: CatalogueQuery = {
  kind: "rule",
  sql: `SELECT 'pg_rewrite/' || r.oid AS id, n.nspname AS schema, format('%I on %s', r.rulename, c.oid::regclass) AS name,
      'pg_class/' || c.oid AS "table",
      concat(pg_get_ruledef(r.oid), ${enabling("r.ev_enabled", "RULE", "r.rulename")}) AS sql
    FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class ${fromTable}
    WHERE ${userSchema} AND r.rulename <> '_RETURN'`,
};

/** Row security and the replica identity that no index gives. */
const settings: CatalogueQuery = {
  kind: "row security",
  sql: `SELECT 'settings/' || c.oid AS id, n.nspname AS schema, c.oid::regclass::text AS name, 'pg_class/' || c.oid AS "table",
      ARRAY['pg_class/' || c.oid] AS needs,
      concat(CASE WHEN c.relrowsecurity THEN format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY; ', c.oid::regclass) END,
        CASE WHEN c.relforcerowsecurity THEN format('ALTER TABLE %s FORCE ROW LEVEL SECURITY; ', c.oid::regclass) END,
        CASE c.relreplident WHEN 'f' THEN format('ALTER TABLE ONLY %s REPLICA IDENTITY FULL;', c.oid::regclass)
          WHEN 'n' THEN format('ALTER TABLE ONLY %s REPLICA IDENTITY NOTHING;', c.oid::regclass) END) AS sql
    FROM pg_class c ${fromTable}
    WHERE ${userSchema} AND c.relkind IN ('r', 'p')
      AND (c.relrowsecurity OR c.relforcerowsecurity OR c.relreplident IN ('f', 'n'))`,
};

/** Policies name roles: the target must have them. */
const policies: CatalogueQuery = {
  kind: "policy",
  sql: `SELECT 'pg_policy/' || p.oid AS id, n.nspname AS schema, format('%I on %s', p.polname, c.oid::regclass) AS name,
      'pg_class/' || c.oid AS "table",
      concat(format('CREATE POLICY %I ON %s', p.polname, c.oid::regclass),
        CASE WHEN NOT p.polpermissive THEN ' AS RESTRICTIVE' END,
        CASE p.polcmd WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE'
          WHEN 'd' THEN ' FOR DELETE' END,
        ' TO ' || (SELECT string_agg(CASE o WHEN 0 THEN 'PUBLIC' ELSE o::regrole::text END, ', ') FROM unnest(p.polroles) o),
        ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
        ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', ';') AS sql
    FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid ${fromTable} WHERE ${userSchema}`,
};

/** What a table does besides holding rows. */
export const behaviourQueries: readonly CatalogueQuery[] = [triggers, rules, settings, policies];

/**
 * One text for every definition of a database's schema, as `part`, in an order that stays. Definitions rather than the
 * catalogues' rows: those also change when a table is rewritten, or when somebody makes a temporary one.
 * What a dump of the schema leaves out (owners, grants) is not among them. For PostgreSQL 12 and newer.
 */
export const schemaDefinitions = `
  WITH spaces AS (SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
       relations AS (SELECT c.* FROM pg_class c JOIN spaces n ON n.oid = c.relnamespace)
  SELECT format('%s %s %s %s %s %s %s %s', c.oid::regclass, c.relkind, c.relpersistence, c.relreplident,
                c.relrowsecurity, c.relforcerowsecurity, c.reloptions,
                CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END) AS part
    FROM relations c
  UNION ALL
  SELECT format('%s %s %s %s %s %s %s', c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                a.attgenerated, a.attidentity, a.attcollation)
    FROM relations c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
  UNION ALL
  SELECT format('%s %s %s', adrelid::regclass, adnum, pg_get_expr(adbin, adrelid))
    FROM pg_attrdef d JOIN relations c ON c.oid = d.adrelid
  UNION ALL
  SELECT format('%s %s', c.oid::regclass, pg_get_viewdef(c.oid)) FROM relations c WHERE c.relkind IN ('v', 'm')
  UNION ALL
  SELECT format('%s %s', c.oid::regclass, pg_get_expr(c.relpartbound, c.oid)) FROM relations c WHERE c.relispartition
  UNION ALL
  SELECT format('%s %s %s', i.inhrelid::regclass, i.inhparent::regclass, i.inhseqno)
    FROM pg_inherits i JOIN relations c ON c.oid = i.inhrelid
  UNION ALL
  SELECT format('%s %s %s %s %s %s %s %s', c.oid::regclass, s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmin,
                s.seqmax, s.seqcache, s.seqcycle)
    FROM pg_sequence s JOIN relations c ON c.oid = s.seqrelid
  UNION ALL
  SELECT format('%s %s', c.oid::regclass, f.ftoptions) FROM pg_foreign_table f JOIN relations c ON c.oid = f.ftrelid
  UNION ALL
  SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN relations c ON c.oid = i.indrelid
  UNION ALL
  SELECT pg_get_statisticsobjdef(s.oid) FROM pg_statistic_ext s JOIN spaces n ON n.oid = s.stxnamespace
  UNION ALL
  SELECT format('%s %s', t.tgenabled, pg_get_triggerdef(t.oid))
    FROM pg_trigger t JOIN relations c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
  UNION ALL
  SELECT format('%s %s %s', e.evtname, e.evtenabled, row(e.evtevent, e.evttags, e.evtfoid::regprocedure))
    FROM pg_event_trigger e
  UNION ALL
  SELECT format('%s %s', r.ev_enabled, pg_get_ruledef(r.oid))
    FROM pg_rewrite r JOIN relations c ON c.oid = r.ev_class WHERE r.rulename <> '_RETURN'
  UNION ALL
  SELECT format('%s %s %s %s %s %s %s', c.oid::regclass, p.polname, p.polcmd, p.polpermissive, p.polroles::regrole[],
                pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
    FROM pg_policy p JOIN relations c ON c.oid = p.polrelid
  UNION ALL
  SELECT format('%s %s %s %s', k.conrelid::regclass, k.contypid::regtype, k.conname, pg_get_constraintdef(k.oid))
    FROM pg_constraint k JOIN spaces n ON n.oid = k.connamespace
  UNION ALL
  SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN spaces n ON n.oid = p.pronamespace WHERE p.prokind <> 'a'
  UNION ALL
  SELECT format('%s %s %s', p.oid::regprocedure, pg_get_function_result(p.oid), to_jsonb(g))
    FROM pg_aggregate g JOIN pg_proc p ON p.oid = g.aggfnoid JOIN spaces n ON n.oid = p.pronamespace
  UNION ALL
  SELECT format('%s %s %s %s %s', t.oid::regtype, format_type(t.typbasetype, t.typtypmod), t.typnotnull, t.typcollation,
                t.typdefault)
    FROM pg_type t JOIN spaces n ON n.oid = t.typnamespace WHERE t.typtype = 'd'
  UNION ALL
  SELECT format('%s %s %s', e.enumtypid::regtype, e.enumlabel, e.enumsortorder) FROM pg_enum e
  UNION ALL
  SELECT format('%s %s', extname, extversion) FROM pg_extension
   ORDER BY 1`;

-- Indexes, sequences behind the rows, and the foreign keys, which were off while the rows came in, are proved.
DO $$
DECLARE
  plain text;
  identity record;
  key record;
  orphans bigint;
BEGIN
  FOR plain IN SELECT definition FROM practice.indexes ORDER BY name LOOP EXECUTE plain; END LOOP;

  FOR identity IN
    SELECT c.oid::regclass AS tbl, a.attname AS col FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attidentity <> ''
    WHERE c.relnamespace = 'public'::regnamespace
  LOOP
    EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, %L), (SELECT max(%I) FROM %s))', identity.tbl, identity.col, identity.col, identity.tbl);
  END LOOP;

  FOR key IN
    SELECT f.conname, f.conrelid::regclass AS child, f.confrelid::regclass AS parent,
      string_agg(format('p.%I = c.%I', p.attname, c.attname), ' AND ') AS matches,
      string_agg(format('c.%I IS NOT NULL', c.attname), ' AND ') AS present
    FROM pg_constraint f, unnest(f.conkey, f.confkey) k (child, parent)
      JOIN LATERAL (SELECT attname FROM pg_attribute WHERE attrelid = f.conrelid AND attnum = k.child) c ON true
      JOIN LATERAL (SELECT attname FROM pg_attribute WHERE attrelid = f.confrelid AND attnum = k.parent) p ON true
    WHERE f.contype = 'f' AND f.connamespace = 'public'::regnamespace GROUP BY f.oid, f.conname, f.conrelid, f.confrelid
  LOOP
    EXECUTE format('SELECT count(*) FROM %s c WHERE %s AND NOT EXISTS (SELECT FROM %s p WHERE %s)', key.child, key.present, key.parent, key.matches)
      INTO orphans;
    IF orphans > 0 THEN RAISE EXCEPTION '% rows break %', orphans, key.conname; END IF;
  END LOOP;
END $$;

DROP SCHEMA practice CASCADE;

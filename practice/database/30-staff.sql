-- 240 people in 12 departments. Everybody but the founder has a manager; every department has a head (a cycle).
INSERT INTO departments (id, name)
SELECT n, name FROM unnest('{Management,Customer care,Warehouse,Buying,Design,Workshop,Software,Marketing,Finance,People,Photography,Stores}'::text[])
  WITH ORDINALITY d (name, n);
INSERT INTO staff (id, department_id, manager_id, full_name, email, phone, birth_date, hired_on)
SELECT g, 1 + (g - 1) % 12,
  CASE WHEN g = 1 THEN NULL WHEN g <= 12 THEN 1 WHEN g <= 60 THEN 1 + (g - 1) % 12 ELSE 13 + practice.pick(g, 31, 4) * 12 + (g - 1) % 12 END,
  practice.first_name(g + 900000) || ' ' || practice.last_name(g + 900000),
  lower(practice.first_name(g + 900000) || '.' || practice.last_name(g + 900000)) || CASE WHEN g > 12 THEN g::text ELSE '' END || '@acme.example',
  practice.phone(g + 900000),
  date '1958-01-01' + practice.pick(g, 32, 16000)::int,
  date '2012-03-01' + practice.pick(g, 33, 5000)::int
FROM generate_series(1, 240) g;
UPDATE departments SET head_id = id;

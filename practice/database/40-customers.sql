-- 90,000 customers; every fourth of the first 90,000 has a second address, whose id follows from the customer's.
INSERT INTO customers (id, email, full_name, phone, birth_date, password_hash, newsletter, created_at, advisor_id)
SELECT g,
  lower(practice.first_name(g) || '.' || practice.last_name(g)) || g || '@' || practice.one_of(g, 41, '{mail.example,post.example,inbox.example,example.com,example.org}'),
  practice.first_name(g) || ' ' || practice.last_name(g),
  CASE WHEN practice.pick(g, 42, 5) > 0 THEN practice.phone(g) END,
  CASE WHEN practice.pick(g, 43, 3) > 0 THEN date '1945-01-01' + practice.pick(g, 44, 22000)::int END,
  'scrypt$' || md5(g::text) || '$' || md5('acme' || g),
  practice.pick(g, 45, 3) = 0,
  timestamptz '2021-02-01 UTC' + practice.unit(g, 46) * interval '600 days',
  CASE WHEN practice.pick(g, 47, 12) = 0 THEN 2 + 12 * practice.pick(g, 48, 20) END
FROM generate_series(1, 90000) g;

INSERT INTO addresses (id, customer_id, label, recipient, street, city, postcode, country)
SELECT a.id, a.customer, a.label,
  practice.first_name(a.customer) || ' ' || practice.last_name(a.customer),
  practice.one_of(a.id, 51, '{Mill Lane,Station Road,Church Street,Orchard Way,High Street,Harbour View,Linden Avenue,Castle Hill,Bridge Street,Garden Row,Forest Road,Market Square,River Walk,School Lane,Park Terrace,Windmill Close}')
    || ' ' || 1 + practice.pick(a.id, 52, 180),
  place[1], lpad(practice.pick(a.id, 54, 90000)::text, 5, '1'), place[2]
FROM (
  SELECT g AS id, g AS customer, 'Home' AS label FROM generate_series(1, 90000) g
  UNION ALL SELECT 90000 + g, g * 4, practice.one_of(g, 55, '{Work,Parents,Summer house}') FROM generate_series(1, 22500) g
) a, LATERAL string_to_array(practice.one_of(a.id, 53, '{London:GB,Leeds:GB,Bristol:GB,Edinburgh:GB,Cardiff:GB,Berlin:DE,Hamburg:DE,Leipzig:DE,Freiburg:DE,Paris:FR,Lyon:FR,Nantes:FR,Lille:FR,Stockholm:SE,Malmö:SE,Uppsala:SE,Copenhagen:DK,Aarhus:DK,Oslo:NO,Bergen:NO,Helsinki:FI,Turku:FI,Amsterdam:NL,Utrecht:NL,Ghent:BE,Bruges:BE,Vienna:AT,Graz:AT,Zürich:CH,Basel:CH,Lisbon:PT,Porto:PT,Madrid:ES,Bilbao:ES,Turin:IT,Bologna:IT}'), ':') place;

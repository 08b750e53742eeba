-- What the data is drawn from: hashes of row numbers, so that every founding makes the same rows. Dropped at the end.
CREATE SCHEMA practice;
CREATE FUNCTION practice.pick(n bigint, salt int, choices bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (hashint8extended(n, salt) & 2147483647) % choices;
CREATE FUNCTION practice.unit(n bigint, salt int) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (hashint8extended(n, salt) & 2147483647) / 2147483648.0::float8;
CREATE FUNCTION practice.one_of(n bigint, salt int, choices text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN choices[1 + (hashint8extended(n, salt) & 2147483647) % cardinality(choices)];
CREATE FUNCTION practice.first_name(n bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN practice.one_of(n, 101, '{Ada,Aisha,Albert,Alma,Amara,Anders,Anna,Anton,Astrid,Benedikt,Bianca,Bruno,Camille,Carla,Carlos,Chiara,Clara,Daniel,David,Diego,Edith,Elena,Elias,Emil,Emma,Erik,Eva,Fatima,Felix,Fiona,Frida,Georg,Greta,Hana,Hannah,Hugo,Ida,Ines,Isla,Ivan,Jan,Jasper,Joana,Johan,Jonas,Julia,Karim,Klara,Lars,Laura,Lea,Leo,Lina,Lucas,Luisa,Magnus,Maja,Malik,Marco,Maria,Marta,Mateo,Matilda,Max,Mia,Mikael,Mina,Nadia,Nils,Nina,Noah,Nora,Olga,Oliver,Omar,Oscar,Paula,Pedro,Petra,Priya,Rafael,Rosa,Ruth,Samuel,Sara,Selma,Simon,Sofia,Stefan,Tara,Theo,Thomas,Tilda,Tom,Vera,Victor,Wanda,Yara,Yusuf,Zoe}');
CREATE FUNCTION practice.last_name(n bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN practice.one_of(n, 102, '{Aalto,Abbas,Adler,Ahmed,Almeida,Andersen,Bakker,Barros,Bauer,Becker,Berg,Bernard,Bianchi,Blom,Bosch,Brandt,Brown,Carlsson,Castro,Clark,Conti,Costa,Cruz,Dahl,Davies,Dubois,Eklund,Evans,Fabbri,Fischer,Fontaine,Fuchs,Garcia,Girard,Gomez,Graf,Haas,Hansen,Hartmann,Hassan,Hayes,Hoffmann,Holm,Horvat,Hughes,Ibrahim,Jansen,Jensen,Johansson,Jones,Kaya,Keller,Khan,Klein,Koch,Kowalski,Kruse,Kumar,Lambert,Lang,Larsen,Laurent,Lehmann,Lind,Lopez,Lorenz,Ludwig,Lund,Maier,Marino,Martin,Mayer,Meyer,Moreau,Moretti,Morgan,Nagy,Nielsen,Novak,Nowak,Olsen,Ortega,Patel,Pereira,Petersen,Pinto,Popov,Ramos,Reid,Ricci,Richter,Rossi,Roux,Russo,Santos,Schmidt,Silva,Singh,Smith,Sommer,Svensson,Tanaka,Taylor,Thomsen,Torres,Vidal,Visser,Vogel,Walker,Weber,Wolf,Wood,Young,Ziegler,Zimmer}');
CREATE FUNCTION practice.phone(n bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN practice.one_of(n, 103, '{+44 7700 90,+1 202 5550,+49 30 2312,+33 1 9900,+46 70 1740}') || lpad(practice.pick(n, 104, 10000)::text, 4, '0');

-- Plain indexes are built once over all rows: 90-finish.sql makes them again as they were.
CREATE TABLE practice.indexes AS
  SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = 'public'::regnamespace AND NOT i.indisunique;
DO $$
DECLARE
  plain text;
BEGIN
  FOR plain IN SELECT name FROM practice.indexes LOOP EXECUTE 'DROP INDEX ' || plain; END LOOP;
END $$;

-- 8 departments of the shop, 23 shelves, 104 products on each shelf.
INSERT INTO categories (id, slug, name, position) VALUES
  (1, 'kitchen', 'Kitchen', 1), (2, 'living', 'Living', 2), (3, 'lighting', 'Lighting', 3), (4, 'textiles', 'Textiles', 4),
  (5, 'garden', 'Garden', 5), (6, 'desk', 'Desk', 6), (7, 'outdoors', 'Outdoors', 7), (8, 'furniture', 'Furniture', 8);

CREATE TABLE practice.shelves (id int, parent_id int, slug text, name text, kind text, noun text, price int, story text);
INSERT INTO practice.shelves VALUES
  (9, 1, 'mugs', 'Mugs', 'mug', 'mug', 1600, 'Thrown by hand and glazed twice, so that it keeps the warmth and not the stains.'),
  (10, 1, 'teapots', 'Teapots', 'teapot', 'teapot', 4800, 'Pours without a drip and holds enough for three slow cups.'),
  (11, 1, 'bowls', 'Bowls', 'bowl', 'bowl', 2200, 'The right size for soup, for salad, and for a second helping.'),
  (12, 1, 'plates', 'Plates', 'plate', 'plate', 1900, 'Stoneware with a soft rim. Happy in the oven and in the dishwasher.'),
  (13, 1, 'pans', 'Pans', 'pan', 'pan', 6900, 'Cast iron that arrives seasoned and gets better every week.'),
  (14, 1, 'boards', 'Boards', 'board', 'board', 3400, 'Cut from one plank of ash and oiled three times before it leaves us.'),
  (15, 2, 'vases', 'Vases', 'vase', 'vase', 3900, 'Narrow at the neck, so that even three stems stand well.'),
  (16, 2, 'candles', 'Candles', 'candle', 'candle', 1800, 'Rapeseed wax with a cotton wick. Forty quiet hours.'),
  (17, 2, 'clocks', 'Clocks', 'clock', 'clock', 5900, 'A silent movement behind a face that you can read from the sofa.'),
  (18, 2, 'baskets', 'Baskets', 'basket', 'basket', 4200, 'Woven from willow that grew within sight of the workshop.'),
  (19, 3, 'table-lamps', 'Table lamps', 'lamp', 'table lamp', 8900, 'A warm pool of light and a switch that clicks the way it should.'),
  (20, 3, 'pendants', 'Pendants', 'pendant', 'pendant', 11900, 'Spun from one sheet of metal. Throws light down and leaves the room calm.'),
  (21, 4, 'blankets', 'Blankets', 'blanket', 'blanket', 7900, 'Lambswool, washed soft. Heavy enough to stay where you put it.'),
  (22, 4, 'cushions', 'Cushions', 'cushion', 'cushion', 3600, 'Linen outside, feather inside, with a zip that does not catch.'),
  (23, 4, 'towels', 'Towels', 'towel', 'towel', 2400, 'Waffle cotton that dries quickly, and dries you too.'),
  (24, 5, 'pots', 'Pots', 'plant', 'plant pot', 2600, 'Terracotta that breathes, with a saucer that belongs to it.'),
  (25, 5, 'watering-cans', 'Watering cans', 'can', 'watering can', 3800, 'Balanced when full. The rose comes off for seedlings.'),
  (26, 6, 'notebooks', 'Notebooks', 'notebook', 'notebook', 1400, 'Lies flat on every page. Paper that takes ink without a shadow.'),
  (27, 6, 'pencils', 'Pencils', 'pencils', 'pencil set', 1200, 'Twelve pencils of cedar, from a soft 4B to a strict 2H.'),
  (28, 7, 'bottles', 'Bottles', 'bottle', 'bottle', 2900, 'Steel with double walls. Cold for a day, hot for a night shift.'),
  (29, 7, 'backpacks', 'Backpacks', 'backpack', 'backpack', 9800, 'Waxed canvas, a laptop sleeve, and a pocket exactly for your keys.'),
  (30, 8, 'stools', 'Stools', 'stool', 'stool', 11900, 'Three legs, so that it never wobbles. Solid beech.'),
  (31, 8, 'chairs', 'Chairs', 'chair', 'chair', 18900, 'Steam-bent back, woven seat, and room to lean.');
INSERT INTO categories (id, parent_id, slug, name, position) SELECT id, parent_id, slug, name, id FROM practice.shelves;

INSERT INTO products (id, category_id, sku, name, blurb, description, kind, colour, price_cents, stock, created_at)
SELECT p.id, s.id, 'AC-' || upper(left(s.kind, 3)) || '-' || lpad(p.id::text, 5, '0'),
  initcap(p.series) || ' ' || s.noun || ', ' || p.colour,
  split_part(s.story, '. ', 1) || CASE WHEN s.story LIKE '%. %' THEN '.' ELSE '' END,
  s.story || ' ' || practice.one_of(p.id, 21, ARRAY[
    'Made in small batches; small differences are the maker''s signature.',
    'Every piece is checked twice, wrapped in paper and sent without plastic.',
    'If it ever breaks, send us a picture: we mend what can be mended.',
    'Designed in our own studio and made two streets away.']),
  s.kind, p.colour,
  greatest(500, round(s.price * (0.7 + practice.unit(p.id, 22) * 0.8) / 100)::int * 100),
  (practice.unit(p.id, 23) * 60)::int,
  timestamptz '2022-10-01 08:00 UTC' + practice.unit(p.id, 24) * interval '1480 days'
FROM (
  SELECT row_number() OVER (ORDER BY shelf, series, colour) AS id, shelf, series, colour
  FROM generate_series(9, 31) shelf,
    unnest('{fjord,linden,harbour,meadow,tove,alma,brook,cinder,dune,ember,fern,gull,hazel,isle,juniper,kelda,loch,marlow,nook,orrin,pebble,quill,rowan,skerry,thistle,wren}'::text[]) series,
    LATERAL (SELECT colour FROM unnest('{sage,clay,oat,ink,rose,moss,sky,honey}'::text[]) colour
      ORDER BY hashint8extended(hashtext(colour || series)::bigint, shelf) LIMIT 4) colours
) p JOIN practice.shelves s ON s.id = p.shelf;

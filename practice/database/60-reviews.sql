-- 60,000 reviews, all by customers who ordered the product; three in four name the order line. Nobody writes twice about
-- a product but two people, at the end.
INSERT INTO reviews (id, product_id, customer_id, order_id, line_no, rating, title, body, posted_at)
SELECT r.id, r.product_id, r.customer_id, CASE WHEN r.verified THEN r.order_id END, CASE WHEN r.verified THEN r.line_no END, r.rating,
  practice.one_of(r.id, 83, CASE WHEN r.rating >= 4 THEN '{Exactly right,Better than the picture,A small joy every day,Well made,I bought a second one,Lovely,Worth every cent,A present that landed}'
    WHEN r.rating = 3 THEN '{Good but not great,Fine,Nice with one flaw,As expected}' ELSE '{Not for me,Smaller than I thought,Came late,Sent it back}' END::text[]),
  practice.one_of(r.id, 84, CASE WHEN r.rating >= 4 THEN ARRAY['I have used it every day since it came and it still looks new.', 'The colour is softer than on the screen, which I like.', 'You can feel that somebody took their time making this.', 'My sister took one look and ordered the same.', 'Packed with care, no plastic anywhere.']
    WHEN r.rating = 3 THEN ARRAY['Does what it should. The finish could be cleaner on the inside.', 'Nice to look at, a little light for the price.', 'Good quality, though the colour differs a bit from the picture.']
    ELSE ARRAY['It arrived with a small crack. The exchange was quick, though.', 'I had imagined something larger. Look at the measurements first.', 'Delivery took much longer than I had hoped.'] END)
    || CASE WHEN practice.pick(r.id, 85, 12) = 0 THEN ' Questions? ' || lower(practice.first_name(r.id)) || r.id || '@mail.example' ELSE '' END,
  r.placed_at + interval '6 days' + practice.unit(r.id, 86) * interval '20 days'
FROM (
  SELECT g AS id, o.id AS order_id, o.customer_id, o.placed_at, i.product_id, i.line_no, practice.pick(g, 81, 4) > 0 AS verified,
    ('{5,5,5,5,5,4,4,4,3,2,1}'::int[])[1 + practice.pick(g, 82, 11)] AS rating,
    row_number() OVER (PARTITION BY o.customer_id, i.product_id ORDER BY g) AS nth
  FROM generate_series(1, 60015) g JOIN orders o ON o.id = g * 4 JOIN order_items i ON i.order_id = o.id AND i.line_no = 1
) r WHERE r.nth = 1 ORDER BY r.id;

INSERT INTO reviews (id, product_id, customer_id, order_id, line_no, rating, title, body, posted_at)
SELECT again.id, r.product_id, r.customer_id, r.order_id, r.line_no, 5, 'Even better after a while',
  'I wrote about it before. By now I would not give it away.', r.posted_at + interval '40 days'
FROM (VALUES (60016, 21347), (60017, 38211)) again (id, first_id) JOIN reviews r ON r.id = again.first_id;

-- 60,000 reviews, all by customers who ordered the product; three in four name the order line.
INSERT INTO reviews (id, product_id, customer_id, order_id, line_no, rating, title, body, posted_at)
SELECT r.id, i.product_id, o.customer_id, CASE WHEN r.verified THEN o.id END, CASE WHEN r.verified THEN i.line_no END, r.rating,
  practice.one_of(r.id, 83, CASE WHEN r.rating >= 4 THEN '{Exactly right,Better than the picture,A small joy every day,Well made,I bought a second one,Lovely,Worth every cent,A present that landed}'
    WHEN r.rating = 3 THEN '{Good but not great,Fine,Nice with one flaw,As expected}' ELSE '{Not for me,Smaller than I thought,Came late,Sent it back}' END::text[]),
  practice.one_of(r.id, 84, CASE WHEN r.rating >= 4 THEN ARRAY['I have used it every day since it came and it still looks new.', 'The colour is softer than on the screen, which I like.', 'You can feel that somebody took their time making this.', 'My sister took one look and ordered the same.', 'Packed with care, no plastic anywhere.']
    WHEN r.rating = 3 THEN ARRAY['Does what it should. The finish could be cleaner on the inside.', 'Nice to look at, a little light for the price.', 'Good quality, though the colour differs a bit from the picture.']
    ELSE ARRAY['It arrived with a small crack. The exchange was quick, though.', 'I had imagined something larger. Look at the measurements first.', 'Delivery took much longer than I had hoped.'] END)
    || CASE WHEN practice.pick(r.id, 85, 12) = 0 THEN ' Questions? ' || lower(practice.first_name(r.id)) || r.id || '@mail.example' ELSE '' END,
  o.placed_at + interval '6 days' + practice.unit(r.id, 86) * interval '20 days'
FROM (
  SELECT g AS id, g * 4 AS order_id, practice.pick(g, 81, 4) > 0 AS verified,
    ('{5,5,5,5,5,4,4,4,3,2,1}'::int[])[1 + practice.pick(g, 82, 11)] AS rating
  FROM generate_series(1, 60000) g
) r JOIN orders o ON o.id = r.order_id JOIN order_items i ON i.order_id = o.id AND i.line_no = 1;

-- CHECKs whose strings and comments look like the end of them.
CREATE TABLE trap (
  a TEXT CHECK (a NOT IN (')', '),', ');', 'it''s)', '--', '/*', '*/', '`', '${x}', '\')),
  b TEXT CHECK (b <> 'CHECK (b)' /* ), CONSTRAINT x CHECK ( */ AND b <> ',' -- ), (
  ),
  c TEXT DEFAULT ');' CHECK (c LIKE '%[)]%' ESCAPE '\'),
  "d)" TEXT CHECK ("d)" <> 'd' AND "d)" GLOB '[a-z]*'),
  e TEXT CHECK (CASE e WHEN 'END' THEN 0 ELSE 1 END),
  f TEXT CHECK (json_valid(f) AND f -> '$.a' IS NOT NULL AND f ->> '$."b"' <> ']'),
  CONSTRAINT "check, (really)" CHECK (a || b <> ');' || '"' || '[')
);

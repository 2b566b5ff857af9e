import { integer, sql, table, text, view } from "trueup";

export const tune = table({
  id: integer().primaryKey(),
  title: text(),
  genre: text().nullable(),
});

export const genre = table({
  id: text().nullable().primaryKey(),
  name: text(),
});

export const titles = view(sql`SELECT title FROM ${tune}`);

export const named = view(sql`SELECT id, title FROM ${tune}`, { columns: ["a", "b c"] });

export const joined = view(sql`
  SELECT ${tune.id}, ${tune.title}, ${genre.name} AS genre
  FROM ${tune}
    LEFT JOIN ${genre} ON ${genre.id} = ${tune.genre}
`);

export const on_view = view(sql`SELECT * FROM ${joined} WHERE genre IS NOT NULL`);

export const with_cte = view(sql`
  WITH busy AS (SELECT genre, count(*) AS n FROM ${tune} GROUP BY genre)
  SELECT g.name, b.n
  FROM ${genre} g
    JOIN busy b ON b.genre = g.id
  ORDER BY b.n DESC
`);

export const compound = view(sql`
  SELECT id
  FROM ${tune}
  UNION ALL
  SELECT rowid
  FROM ${genre}
  EXCEPT
  SELECT 1
`);

export const ranked = view(sql`
  SELECT title, row_number() OVER (PARTITION BY genre ORDER BY title) AS place
  FROM ${tune}
`);

export const nested = view(sql`
  SELECT title
  FROM ${tune}
  WHERE genre IN (SELECT id FROM ${genre} WHERE name LIKE 'a%') AND EXISTS (SELECT 1 FROM ${genre})
`);

export const constant = view(sql`VALUES (1, 'a'), (2, 'b')`);

-- Views: with a column list, on views, with joins, CTEs, compounds, windows and subqueries.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL, genre TEXT);
CREATE TABLE genre (id TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE VIEW titles AS SELECT title FROM tune;
CREATE VIEW named (a, "b c") AS SELECT id, title FROM tune;
CREATE VIEW joined AS SELECT tune.id, tune.title, genre.name AS genre FROM tune LEFT JOIN genre ON genre.id = tune.genre;
CREATE VIEW on_view AS SELECT * FROM joined WHERE genre IS NOT NULL;
CREATE VIEW with_cte AS
  WITH busy AS (SELECT genre, count(*) AS n FROM tune GROUP BY genre)
  SELECT g.name, b.n
  FROM genre g
    JOIN busy b ON b.genre = g.id
  ORDER BY b.n DESC;
CREATE VIEW compound AS SELECT id FROM tune UNION ALL SELECT rowid FROM genre EXCEPT SELECT 1;
CREATE VIEW ranked AS SELECT title, row_number() OVER (PARTITION BY genre ORDER BY title) AS place FROM tune;
CREATE VIEW nested AS SELECT title FROM tune WHERE genre IN (SELECT id FROM genre WHERE name LIKE 'a%') AND EXISTS (SELECT 1 FROM genre);
CREATE VIEW constant AS VALUES (1, 'a'), (2, 'b');

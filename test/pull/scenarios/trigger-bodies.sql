-- Trigger bodies with upserts, CTEs, semicolons in strings, CASE … END and comments.
CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, s TEXT);
CREATE TABLE total (id INTEGER PRIMARY KEY, n INTEGER);
CREATE TRIGGER t_upsert AFTER INSERT ON t
BEGIN
  -- keeps the sum; the first row makes it
  INSERT INTO total (id, n) VALUES (1, new.n)
    ON CONFLICT (id) DO UPDATE SET n = n + excluded.n;
  UPDATE t SET s = 'END; BEGIN' WHERE id = new.id AND s IS NULL;
  INSERT INTO total (n) SELECT n FROM (SELECT max(n) AS n FROM t) WHERE n > CASE WHEN new.n > 1 THEN CASE 1 WHEN 1 THEN 2 END ELSE 3 END;
  REPLACE INTO total VALUES (2, (SELECT count(*) FROM t));
END;

import { integer, sql, table, text, trigger } from "trueup";

export const t = table({
  id: integer().primaryKey(),
  n: integer().nullable(),
  s: text().nullable(),
});

export const total = table({
  id: integer().primaryKey(),
  n: integer().nullable(),
});

export const t_upsert = trigger(sql`
  AFTER INSERT ON ${t}
  BEGIN
    -- keeps the sum; the first row makes it
    INSERT INTO ${total} (id, n) VALUES (1, new.n)
      ON CONFLICT (id) DO UPDATE SET n = n + excluded.n;
    UPDATE ${t} SET s = 'END; BEGIN' WHERE id = new.id AND s IS NULL;
    INSERT INTO ${total} (n) SELECT n FROM (SELECT max(n) AS n FROM ${t}) WHERE n > CASE WHEN new.n > 1 THEN CASE 1 WHEN 1 THEN 2 END ELSE 3 END;
    REPLACE INTO ${total} VALUES (2, (SELECT count(*) FROM ${t}));
  END
`);

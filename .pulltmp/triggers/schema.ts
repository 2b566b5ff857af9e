import { integer, sql, table, text, trigger } from "trueup";

export const tune = table({
  id: integer().primaryKey(),
  title: text().nullable(),
  plays: integer().nullable().default(0),
});

export const tune_before = trigger(sql`
  BEFORE INSERT ON ${tune} FOR EACH ROW
  WHEN new.title IS NULL
  BEGIN
    SELECT RAISE(ABORT, 'a title, please');
  END
`);

export const tune_retitled = trigger(sql`
  BEFORE UPDATE OF title, plays ON ${tune}
  WHEN old.title <> new.title
  BEGIN
    SELECT 1;
    SELECT 2;
  END
`);

export const tune_untimed = trigger(sql`DELETE ON ${tune} BEGIN SELECT RAISE(IGNORE); END`);

export const tune_raise = trigger(sql`
  BEFORE DELETE ON ${tune}
  WHEN old.id = 1
  BEGIN
    SELECT RAISE(ROLLBACK, 'end; never');
  END
`);

export const log = table({
  at: text().nullable().default(sql`CURRENT_TIMESTAMP`),
  what: text().nullable(),
});

export const tune_added = trigger(sql`
  AFTER INSERT ON ${tune}
  BEGIN
    INSERT INTO ${log} (what) VALUES ('added ' || new.title);
  END
`);

export const tune_changed = trigger(sql`
  AFTER UPDATE ON ${tune} BEGIN
    UPDATE ${tune} SET plays = plays + 1 WHERE id = old.id;
    INSERT INTO ${log} (what) VALUES (CASE WHEN new.title = old.title THEN 'same' ELSE 'other' END);
  END
`);

export const tune_gone = trigger(sql`
  AFTER DELETE ON ${tune}
  BEGIN
    DELETE FROM ${log} WHERE what = 'added ' || old.title;
  END
`);

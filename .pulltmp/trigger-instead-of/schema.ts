import { integer, sql, table, text, trigger, view } from "trueup";

export const tune = table({
  id: integer().primaryKey(),
  title: text().nullable(),
});

export const titles = view(sql`SELECT id, title FROM ${tune}`);

export const titles_insert = trigger(sql`
  INSTEAD OF INSERT ON ${titles}
  BEGIN
    INSERT INTO ${tune} (title) VALUES (new.title);
  END
`);

export const titles_update = trigger(sql`
  INSTEAD OF UPDATE OF title ON ${titles}
  BEGIN
    UPDATE ${tune} SET title = new.title WHERE id = old.id;
  END
`);

export const titles_delete = trigger(sql`
  INSTEAD OF DELETE ON ${titles}
  BEGIN
    DELETE FROM ${tune} WHERE id = old.id;
  END
`);

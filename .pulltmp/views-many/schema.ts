import { integer, sql, table, text, trigger, view } from "trueup";

export const base = table({
  id: integer().primaryKey(),
  v: text().nullable(),
});

export const c3 = view(sql`SELECT id, v FROM ${base}`);

export const b2 = view(sql`SELECT id, upper(v) AS v FROM ${c3}`);

export const a1 = view(sql`SELECT id, v || '!' AS v FROM ${b2} WHERE v IS NOT NULL`);

export const a1_insert = trigger(sql`
  INSTEAD OF INSERT ON ${a1}
  BEGIN
    INSERT INTO ${base} (v) VALUES (new.v);
  END
`);

import { check, integer, sql, table, text } from "trueup";

export const booking = table({
  id: integer().primaryKey(),
  seats: integer().check(sql`seats > 0`).check(sql`seats < 100`),
  state: text().oneOf("open", "paid", "gone"),
  kind: text().nullable().oneOf("a"),
  start: text(),
  stop: text(),
}, {
  constraints: (t) => [
    check(sql`${t.start} < ${t.stop}`),
    check(sql`${t.seats} <> 13 OR ${t.state} = 'open'`),
    check(sql`${t.state} IN ('open', 'paid', 'gone', 'lost')`),
  ],
});

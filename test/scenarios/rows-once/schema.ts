import { rows, sql, table, text } from "trueup";

export const setting = table(
  { key: text().primaryKey(), value: text().nullable(), since: text() },
  { withoutRowid: true },
);
const now = { since: sql`date('now')` };
rows(setting, [{ key: "theme", value: "light", ...now }, { key: "lang", value: "en", ...now }], { mode: "once" });

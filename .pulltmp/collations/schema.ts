import { table, text } from "trueup";

export const person = table({
  name: text().collate("NOCASE"),
  nick: text().nullable().collate("RTRIM"),
  code: text().nullable(),
  email: text().collate("NOCASE").unique(),
});

export const tag = table({
  name: text().collate("NOCASE").primaryKey(),
}, { withoutRowid: true });

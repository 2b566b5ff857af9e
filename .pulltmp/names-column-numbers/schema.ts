import { index, integer, table, text } from "trueup";

export const sheet = table({
  name: text(),
  "10": text().nullable(),
  "9": integer().nullable().default(1),
  "01": text().nullable(),
  "-1": text().nullable(),
  "4294967295": text().nullable(),
  "1.5": text().nullable(),
  last: text().nullable(),
  "0": text().nullable(),
}, { order: ["name", "10", "9", "01", "-1", "4294967295", "1.5", "last", "0"] });

export const sheet_ten = index(sheet["10"], sheet["9"]);

import { rows, table, text } from "trueup";

export const genre = table({ id: text().primaryKey(), name: text() });
rows(genre, [
  { id: "é", name: "🎻" },
  { id: "x", name: "a\0b" },
  { id: "y", name: "new\n\\n\r" },
]);

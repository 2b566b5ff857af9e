import t from "tap";
import { type Cases, goldenMessages, imports } from "./golden.ts";

const genre = `export const genre = table({ id: text().primaryKey(), name: text() });\n`;
const start = `${imports}${genre}`;

/** Triggers and indexes that the engine refuses. */
const cases: Cases = {
  "a trigger on a missing table": `${start}export const a = trigger(sql\`AFTER INSERT ON genres BEGIN SELECT 1; END\`);`,
  "a trigger that changes a missing table": `${start}export const a = trigger(sql\`AFTER INSERT ON \${genre} BEGIN DELETE FROM genres; END\`);`,
  "a trigger with a missing column": `${start}export const a = trigger(sql\`AFTER UPDATE OF name ON \${genre} BEGIN UPDATE genre SET nam = 1; END\`);`,
  "a trigger that reads a missing column of the row": `${start}export const a = trigger(sql\`AFTER INSERT ON \${genre} BEGIN SELECT new.nam; END\`);`,
  "a trigger that gives too few values": `${start}export const a = trigger(sql\`AFTER DELETE ON \${genre} BEGIN INSERT INTO \${genre} VALUES (1, 2, 3, 4, 5); END\`);`,
  "a trigger that waits for a missing column": `${start}export const a = trigger(sql\`AFTER UPDATE OF nam ON \${genre} BEGIN SELECT 1; END\`);`,
  "BEFORE on a view": `${start}export const v = view(sql\`SELECT id FROM genre\`);\nexport const a = trigger(sql\`BEFORE INSERT ON v BEGIN SELECT 1; END\`);`,
  "an index with a missing column in its SQL": `${start}export const a = index(sql\`lower(nam)\`).on(genre);`,
  "an index of two tables": `${start}export const b = table({ id: text() });\nexport const a = index(genre.id, b.id);`,
};

t.test("a trigger or an index that SQLite refuses is framed at the exact word", (t) =>
  goldenMessages(t, "refused-triggers", cases),
);

import { resolve } from "node:path";
import t from "tap";
import { compile } from "../../src/compile/compile.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import { createExample } from "./example.ts";

const folder = resolve(import.meta.dirname, "../../schema");

t.test("the example that is read is the example that runs", async (t) => {
  const { scratch } = createExample();
  t.teardown(() => scratch.close());
  const read = await compile(folder);
  if (!read.ok) return t.fail(JSON.stringify(read.problems));
  t.same(read.warnings, []);
  t.equal(fingerprint(read.value.schema), fingerprint(introspectScratch(scratch)));
  t.equal(read.value.docs.get("table:genre"), "A tradition: Irish, Swedish, old-time.");
});

t.test("the example's queries use its indexes", async (t) => {
  const { scratch } = createExample();
  t.teardown(() => scratch.close());
  const how = (query: string) =>
    scratch
      .all(`EXPLAIN QUERY PLAN ${query}`)
      .map((row) => String(row[3]))
      .join("\n");
  t.match(how("SELECT * FROM due_today WHERE user = 1"), "INDEX practice_by_due");
  t.match(how("SELECT id FROM user WHERE lower(email) = 'a@b.c'"), "USING INDEX user_by_email");
  t.match(how("SELECT * FROM tune ORDER BY sort_title COLLATE NOCASE LIMIT 10"), "USING INDEX tune_by_sort_title");
  t.match(how("SELECT * FROM playlist_entry WHERE playlist = 1 ORDER BY position"), "USING PRIMARY KEY");
  for (const [child, column] of [
    ["tune", "genre"],
    ["note", "user"],
    ["practice", "tune"],
    ["tag_override", "tag"],
    ["tune_variant", "based_on"],
  ]) {
    t.match(how(`SELECT 1 FROM ${child} WHERE ${column} = 1`), /USING (COVERING )?INDEX/, `${child}.${column}`);
  }
});

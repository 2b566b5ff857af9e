import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import { openSession } from "../../src/database/session.ts";
import { answer } from "../../src/introspect/answer.ts";

for (const encoding of ["UTF-8", "UTF-16le", "UTF-16be"]) {
  t.test(`the keys shown of a database in ${encoding} can be read`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "trueup-test-"));
    t.teardown(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, "app.db");
    const engine = new Engine(fileUri(path, "rwc"));
    engine.exec(`PRAGMA encoding = '${encoding}'; CREATE TABLE t (k TEXT); INSERT INTO t VALUES ('Ça 日本')`);
    await engine.close();
    const opened = openSession(path, { label: "app.db" });
    if (!opened.ok) return t.fail("it opens");
    const question = {
      key: "q",
      count: "SELECT count(*) FROM t",
      sample: "SELECT 'k ' || k FROM t",
      where: null,
      find: "SELECT k FROM t",
    };
    const facts = await answer(opened.value.snapshot, [question], new Map());
    await opened.value.close();
    t.strictSame(facts.get("q"), { known: true, count: 1, sample: ["k Ça 日本"] });
  });
}

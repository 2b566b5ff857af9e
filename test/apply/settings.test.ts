import { join } from "node:path";
import t from "tap";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import { putBackFile } from "../../src/target/file/put-back.ts";
import { planned } from "../kit/planned.ts";
import { changes, rows, schema } from "../kit/changes.ts";
import { quiet } from "../kit/target.ts";
import { applied, ask, folder, request, run } from "./fixture.ts";

/**
 * The settings of a database, as opposed to its schema and rows, are unchanged by every kind of change and by its undo.
 */
const settings = ["user_version", "application_id", "auto_vacuum", "page_size", "encoding", "journal_mode"];

async function stateOf(path: string) {
  const said = await Promise.all(settings.map((name) => ask(path, `PRAGMA ${name}`)));
  const gathered = await ask(
    path,
    "SELECT tbl, idx, stat FROM sqlite_stat1 WHERE idx IS NULL OR idx NOT LIKE 'sqlite%' ORDER BY 1, 2",
  );
  return Object.fromEntries([...settings.map((name, n) => [name, said[n]?.[0]?.[0]]), ["statistics", gathered]]);
}

for (const pragmas of [
  "PRAGMA page_size = 8192; PRAGMA auto_vacuum = 1; PRAGMA journal_mode = WAL",
  "PRAGMA encoding = 'UTF-16le'; PRAGMA page_size = 1024; PRAGMA auto_vacuum = 2",
]) {
  t.test(pragmas, async (t) => {
    for (const [what, change] of Object.entries(changes)) {
      const path = join(folder(t), "app.db");
      await run(path, `${pragmas}; PRAGMA user_version = 7; PRAGMA application_id = 99; ${schema}${rows} ANALYZE`);
      const before = await stateOf(path);
      const engine = new Engine(fileUri(path, "rw"));
      const encoding = pragmas.includes("UTF-16") ? "UTF-16le" : "UTF-8";
      const plan = await planned(engine, schema, change.to(schema), encoding, change.decisions);
      await engine.close();
      const asked = request(path, plan);
      const { outcome } = await applied(asked);
      if (outcome.kind !== "applied" || !outcome.backup) throw new Error(`${what}: ${JSON.stringify(outcome)}`);
      t.strictSame(await stateOf(path), before, what);
      const { label, place, beside, keep } = asked;
      const usual = { path, label, lockTimeout: 300, place, keep, beside, discardWrites: false };
      t.equal((await putBackFile({ ...usual, backup: outcome.backup.path }, quiet)).kind, "restored");
      t.strictSame(await stateOf(path), before, `${what}, and back again`);
    }
  });
}

import t from "tap";
import { Engine } from "../../src/database/engine.ts";
import { noHints } from "../../src/model/hints.ts";
import { nothingBeside } from "../../src/model/beside.ts";
import { libsqlProfile } from "../../src/model/profile.ts";
import type { Schema } from "../../src/model/schema.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import { definitionsRead, type Proof } from "../../src/prove/proof.ts";
import { prove } from "../../src/prove/prove.ts";
import { proveAside } from "../../src/prove/prove-aside.ts";
import { schemaOf } from "../kit/database.ts";

const never = new AbortController().signal;
const at = { file: "schema.ts", start: 0, end: 0 };

/** A text more for so many of the tables; beside them one table with a row that is declared otherwise. */
async function proofFor(tables: number, changed: number): Promise<Proof> {
  const of = (more: (n: number) => string) =>
    [
      ...Array.from({ length: tables }, (_, n) => `CREATE TABLE t${n} (id INTEGER PRIMARY KEY, a TEXT${more(n)});`),
      "CREATE TABLE mode (id INTEGER PRIMARY KEY, name TEXT NOT NULL);",
    ].join("\n");
  const [before, after] = [of(() => ""), of((n) => (n < changed ? ", b TEXT" : ""))];
  const live = new Engine(":memory:");
  live.exec(`${before} INSERT INTO mode VALUES (1, 'dorian'), (2, 'lydian')`);
  const target: Schema = {
    ...schemaOf(after),
    rows: [
      {
        table: "mode",
        mode: "at least",
        key: ["id"],
        columns: ["id", "name"],
        rows: [{ values: ["1", "'ionian'"], at }],
        lists: [at],
      },
    ],
  };
  const proofs: Proof[] = [];
  const planned = await makePlan(
    {
      snapshot: { read: async (queries) => queries.map(({ sql }) => live.all(sql, [])) },
      live: schemaOf(before),
      target,
      hints: noHints,
      decisions: [{ kind: "approve", rule: "overwrite-rows", object: "mode", rows: 1, because: null }],
      protect: [],
      beside: nothingBeside,
      columnOrder: false,
      profile: libsqlProfile,
    },
    (proof) => {
      proofs.push(proof);
      return prove(proof);
    },
  );
  live.closeNow();
  const [proof] = proofs;
  if (proof === undefined) throw new Error(JSON.stringify(planned));
  return proof;
}

/** One declaration that the plan does not lead to. */
function wrong(proof: Proof): Proof {
  const [first, ...others] = proof.target.tables;
  if (first === undefined) throw new Error("no table");
  return { ...proof, target: { ...proof.target, tables: [{ ...first, strict: true }, ...others] } };
}

t.test("what takes long is proven in a process, with the same result", async (t) => {
  const proof = await proofFor(230, 230);
  t.ok(definitionsRead(proof) > 50_000);
  t.ok(proof.rows !== null && proof.plan.items.some((item) => item.subject === "mode"), "with rows");
  t.strictSame(await proveAside(proof, "app.db", never), []);
  const found = await proveAside(wrong(proof), "app.db", never);
  t.match(found, [{ code: "proof-failed" }]);
  t.strictSame(found, prove(wrong(proof)));
});

t.test("a stop ends it at once", async (t) => {
  const proof = await proofFor(230, 230);
  const stop = new AbortController();
  const waiting = proveAside(proof, "app.db", stop.signal);
  setTimeout(() => stop.abort(), 20);
  const said = await waiting.catch((error: unknown) => error);
  t.match(said, { problems: [{ code: "stopped", subject: "app.db" }] });
});

t.test("few changes of many tables are proven at once, on their own tables", async (t) => {
  const proof = await proofFor(600, 10);
  t.equal(proof.base.tables.length, 11);
  t.ok(definitionsRead(proof) < 50_000);
  const stop = new AbortController();
  stop.abort();
  t.strictSame(await proveAside(proof, "app.db", stop.signal), [], "no process was asked");
});

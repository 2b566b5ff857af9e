import t from "tap";
import { orderOf } from "../../src/queries/order.ts";
import { effects } from "./application.ts";

const before = "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT)";
const after = "CREATE TABLE tune (id INTEGER PRIMARY KEY, name TEXT)";
const renamed = { tables: [], columns: [{ table: "tune", from: "title", to: "name" }] };

async function order(running: string, coming: string): Promise<string> {
  const impact = async (sql: string) =>
    (await effects({ "src/app.ts": `db.all(${JSON.stringify(sql)});` }, before, after, renamed)).impact;
  const { kind, fail } = orderOf(await impact(running), await impact(coming), "git:origin/main");
  return fail === 0 ? kind : `${kind}: ${fail}`;
}

const [old, fresh, both] = ["SELECT title FROM tune", "SELECT name FROM tune", "SELECT id FROM tune"];

t.test("two states of the code, two of the schema", async (t) => {
  t.equal(await order(both, both), "any");
  t.equal(await order(both, fresh), "apply-first");
  t.equal(await order(old, both), "deploy-first");
  t.equal(await order(old, fresh), "neither: 1");
  t.equal(await order(old, old), "neither: 1", "the code here breaks as well");
});

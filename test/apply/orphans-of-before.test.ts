import { join } from "node:path";
import t from "tap";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import { planned } from "../kit/planned.ts";
import { applied, ask, folder, request, run } from "./fixture.ts";

const child = "CREATE TABLE token (id INTEGER PRIMARY KEY, address TEXT NOT NULL REFERENCES address (id));";
const rows = "INSERT INTO token VALUES (1, 'a'), (2, 'gone');";

t.test("rows that referred to a missing table are not worse once a table gets that name", async (t) => {
  for (const [what, before, after] of [
    ["renamed", "CREATE TABLE address_new (id TEXT PRIMARY KEY);", "CREATE TABLE address (id TEXT PRIMARY KEY);"],
    ["created", "", "CREATE TABLE address (id TEXT PRIMARY KEY);"],
  ] as const) {
    const path = join(folder(t), "app.db");
    await run(path, `PRAGMA foreign_keys = OFF; ${before} ${child} ${rows}`);
    const engine = new Engine(fileUri(path, "rw"));
    const rename = { kind: "rename-table", from: "address_new", to: "address" } as const;
    const plan = await planned(
      engine,
      `${before} ${child}`,
      `${after} ${child}`,
      "UTF-8",
      what === "renamed" ? [rename] : [],
    );
    await engine.close();
    const { outcome } = await applied(request(path, plan));
    t.match(outcome, { kind: "applied" }, what);
    t.strictSame(await ask(path, "SELECT id, address FROM token"), [
      [1, "a"],
      [2, "gone"],
    ]);
  }
});

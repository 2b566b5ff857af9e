import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import t from "tap";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import { whoHolds } from "../../src/database/who-holds.ts";
import { applyTo, planTo, short } from "../d1/fixture.ts";
import { temporaryFolder } from "../kit/database.ts";
import { targetAt } from "../kit/target.ts";

const root = resolve(import.meta.dirname, "..", "..");
const skip = process.platform !== "linux" && "only Linux says who holds a file";

/** Another process that has run this on the database, and keeps running. */
async function holding(path: string, sql: string): Promise<ChildProcess> {
  const program = `const database = new (require("libsql"))(${JSON.stringify(path)});
    database.exec(${JSON.stringify(sql)}); console.log("ready"); setInterval(() => {}, 1000)`;
  const child = spawn(process.execPath, ["-e", program], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

for (const mode of ["wal", "delete"]) {
  t.test(`whoever writes, reads or merely has the file open is told apart: ${mode}`, { skip }, async (t) => {
    const path = join(temporaryFolder(t), "app.db");
    const engine = new Engine(fileUri(path, "rwc"));
    engine.exec(`PRAGMA journal_mode = ${mode}; CREATE TABLE tune (title); INSERT INTO tune VALUES ('Sally Gardens')`);
    await engine.close();
    t.strictSame(whoHolds(path), []);
    const children = [
      await holding(path, "SELECT 1 FROM tune"),
      await holding(path, "BEGIN; SELECT title FROM tune"),
      await holding(path, "BEGIN IMMEDIATE; UPDATE tune SET title = 'The Reel'"),
    ];
    t.teardown(() => children.map((child) => child.kill()));
    const seen = new Map(whoHolds(path)?.map(({ pid, does }) => [pid, does]));
    t.strictSame(
      children.map(({ pid }) => seen.get(pid ?? 0)),
      ["has it open", "is reading it", "is writing to it"],
    );
  });
}

t.test("a change that did not get the lock names the process that has it", { skip }, async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "app.db");
  const engine = new Engine(fileUri(path, "rwc"));
  engine.exec("CREATE TABLE tune (title)");
  await engine.close();
  const target = await targetAt(path);
  const plan = await planTo(target, "CREATE TABLE tune (title, key)");
  const child = await holding(path, "BEGIN IMMEDIATE");
  t.teardown(() => child.kill());
  const outcome = await applyTo(target, plan, folder, { lockTimeout: 100 });
  t.strictSame(short(outcome), {
    kind: "no-lock",
    codes: ["apply-no-lock"],
    evidence: [`node (process ${child.pid}) is writing to it`],
  });
});

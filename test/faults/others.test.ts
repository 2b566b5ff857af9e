import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import t from "tap";
import { Engine } from "../../src/database/engine.ts";
import { fileUri } from "../../src/database/file.ts";
import { folder } from "../apply/fixture.ts";
import { act, full, neighbour, report, root, trialOf, worldIn, wrong, wrongAfterwards } from "./harness.ts";

const writes = `try { db.exec("INSERT INTO orders (user, total) VALUES (1, 5)"); n++ } catch (e) { if (!/BUSY|LOCKED/.test(e.code)) throw e }`;
const reads = `const rows = db.prepare("SELECT count(*) c, sum(total) s FROM orders").all(); if (!(rows[0].c > 0)) throw new Error("no rows"); n++;`;

for (const mode of ["WAL", "DELETE"] as const) {
  t.test(`a neighbour that inserts all the time loses nothing, ${mode}`, async (t) => {
    const world = await worldIn(folder(t), 20_000, mode);
    const outcomes: string[] = [];
    for (let n = 0; n < (full ? 25 : 1); n++) {
      const trial = trialOf(world, { lockTimeout: 20_000 });
      const writer = neighbour(trial.path, writes);
      await writer.ready();
      await sleep(30);
      const { outcome } = await act(world, trial).ended;
      await sleep(30);
      const inserted = await writer.stop();
      t.equal(outcome?.kind, "applied", JSON.stringify(outcome));
      // Some of its rows are in the backup, so only the database itself is counted.
      const engine = new Engine(fileUri(trial.path, "rw"));
      const [[rows] = []] = engine.all("SELECT count(*) FROM orders");
      t.same(engine.all("PRAGMA integrity_check"), [["ok"]]);
      await engine.close();
      t.equal(rows, world.rows + inserted, `${inserted} rows came meanwhile, and all are there`);
      t.ok(inserted > 0);
      outcomes.push(
        rows === world.rows + inserted && outcome?.kind === "applied" ? "applied, every row there" : "WRONG",
      );
    }
    report(`another process inserts all the time (${mode})`, outcomes, "every committed row is there afterwards");
  });

  t.test(`a neighbour that reads all the time sees the old state or the new one, ${mode}`, async (t) => {
    const world = await worldIn(folder(t), 10_000, mode);
    const outcomes: string[] = [];
    for (let n = 0; n < (full ? 25 : 1); n++) {
      const trial = trialOf(world, { lockTimeout: 20_000 });
      const reader = neighbour(trial.path, reads);
      await reader.ready();
      const { outcome } = await act(world, trial).ended;
      t.equal(outcome?.kind, "applied", JSON.stringify(outcome));
      t.ok((await reader.stop()) > 0);
      t.same((await wrong(trial)).wrong, []);
      outcomes.push(outcome?.kind === "applied" ? "applied, no reader saw an intermediate state" : "WRONG");
    }
    report(`another process reads all the time (${mode})`, outcomes, "readers see the old or the new");
  });

  t.test(`several applies of one plan at once, ${mode}`, async (t) => {
    const world = await worldIn(folder(t), 5000, mode);
    const outcomes: string[] = [];
    for (let n = 0; n < (full ? 25 : 1); n++) {
      const trial = trialOf(world, { lockTimeout: 20_000 });
      const ends = await Promise.all([1, 2, 3].map(() => act(world, trial).ended));
      const kinds = ends.map(({ outcome }) => outcome?.kind).sort();
      t.same(kinds, ["already", "already", "applied"]);
      t.same((await wrong(trial)).wrong, []);
      outcomes.push(kinds.join() === "already,already,applied" ? "one applied, the others found it done" : "WRONG");
    }
    report(`three processes apply the same plan at once (${mode})`, outcomes, "one applies it, the others say so");
  });

  t.test(`what a killed writer left is recovered first, ${mode}`, async (t) => {
    const world = await worldIn(folder(t), 5000, mode);
    const outcomes: string[] = [];
    for (let n = 0; n < (full ? 25 : 1); n++) {
      const trial = trialOf(world);
      const code = `const d = new (require("libsql"))(${JSON.stringify(trial.path)}); d.exec("PRAGMA cache_size = 5; INSERT INTO orders (user, total) VALUES (1, 1)");
        d.exec("BEGIN IMMEDIATE; UPDATE orders SET total = total + 1; DELETE FROM users"); process.kill(process.pid, "SIGKILL")`;
      const child = spawn(process.execPath, ["-e", code], { cwd: root, stdio: "ignore" });
      await new Promise((resolve) => child.once("close", resolve));
      const whole = { ...trial, rows: trial.rows + 1 };
      const { outcome } = await act(world, trial).ended;
      t.equal(outcome?.kind, "applied", JSON.stringify(outcome));
      t.same((await wrong(whole)).wrong, [], "what was committed is there, what was not is gone");
      t.same(await wrongAfterwards(whole), []);
      outcomes.push(outcome?.kind === "applied" ? "recovered, applied" : "WRONG");
    }
    report(`a hot journal or a log that a killed process left (${mode})`, outcomes, "recovered, then changed");
  });
}

t.test("a lock that is held for longer, and for less long, than the command waits", async (t) => {
  const world = await worldIn(folder(t), 1000, "WAL");
  for (const outcome of ["no-lock", "applied"] as const) {
    const trial = trialOf(world, { lockTimeout: 1500 });
    const holder = new Engine(fileUri(trial.path, "rw"));
    holder.exec("BEGIN IMMEDIATE");
    const acting = act(world, trial);
    // From the moment when it says that it waits, so that a slow start of the process does not count.
    if (outcome === "applied") {
      acting.child.stdout?.once("data", () => setTimeout(() => holder.exec("COMMIT"), 150));
    }
    const { outcome: ended } = await acting.ended;
    if (holder.inTransaction) holder.exec("COMMIT");
    await holder.close();
    t.equal(ended?.kind, outcome);
    t.same(await wrongAfterwards(trial), []);
    const held = outcome === "applied" ? "150 ms" : "all";
    report(`a writer holds the lock for ${held} of 1,500 ms`, [ended?.kind ?? "WRONG"], outcome);
  }
});

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import t from "tap";
import { takeHold } from "../../src/target/ssh/hold.ts";
import { pruneThere, tooOld } from "../../src/target/ssh/prune.ts";
import { readAddress } from "../../src/target/ssh/address.ts";
import { type Remote, remote } from "../../src/target/ssh/remote.ts";
import { database } from "./application.ts";
import { machine, noMachine } from "./machine.ts";

const day = (n: number, mark = "1a2b3c4d") => `2026-01-${String(n).padStart(2, "0")}T10-00-00-000Z-${mark}`;
const now = new Date("2026-01-31T12:00:00Z");

t.test("old files there follow the rule for backups here, and all files of a change go together", async (t) => {
  const change = (n: number) => [
    `${day(n)}-log.trueup-backup`,
    `${day(n)}-log.trueup-backup-wal`,
    `${day(n)}.trueup-backup`,
  ];
  const ends = [...change(3), ...change(1), ...change(2), "mine.trueup-backup", "2026-01-01.trueup-backup", ""];
  const gone = (count: number | null, days: number | null) => [...tooOld(ends, { count, days }, now)].sort();
  t.same(gone(2, null), change(1));
  t.same(gone(null, 30), change(1));
  t.same(gone(1, null), [...change(1), ...change(2)]);
  t.same(gone(0, 0), [...change(1), ...change(2)], "the newest undoes the last change");
  t.same(gone(5, 100), []);
});

if (noMachine !== undefined) t.comment(noMachine);
else await onMachine();

async function onMachine(): Promise<void> {
  const there = await machine();
  const folder = mkdtempSync(join(tmpdir(), "trueup-hold-"));
  t.teardown(async () => {
    await there.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const machineFor = (path: string): Remote => {
    const address = readAddress(there.url(path));
    if (!address.ok) throw new Error("no address");
    const made = remote(address.value, "prod", there.command);
    if (!made.ok) throw new Error("no machine");
    return made.value;
  };
  const free = (path: string) => {
    try {
      execFileSync("sqlite3", [path, "BEGIN IMMEDIATE; ROLLBACK"], { stdio: "pipe" });
      return true;
    } catch {
      return false;
    }
  };

  t.test("only files that trueup named are removed there", async (t) => {
    const path = join(folder, "it's an app.db");
    database(path, "delete");
    const names = [day(1), day(2), day(3)].map((stamp) => `${path}.${stamp}.trueup-backup`);
    const mine = `${path}.before-christmas.trueup-backup`;
    for (const name of [...names, mine]) writeFileSync(name, "");
    t.equal(await pruneThere(machineFor(path), { count: 2, days: null }, now), null);
    t.same(
      [...names, mine, path].map((name) => existsSync(name)),
      [false, true, true, true, true],
    );
  });

  for (const mode of ["wal", "delete"]) {
    t.test(`the lock of a ${mode} database is let go of when it is released`, async (t) => {
      const path = join(folder, `${mode}.db`);
      database(path, mode);
      const held = await takeHold({ remote: machineFor(path), limit: 1000, signal: undefined });
      if (!held.ok || held.value.kind !== "held") return t.fail(JSON.stringify(held));
      t.notOk(free(path));
      const other = await takeHold({ remote: machineFor(path), limit: 200, signal: undefined });
      t.match(other, { ok: true, value: { kind: "locked" } }, "nobody else has it meanwhile");
      await held.value.hold.release();
      t.ok(free(path));
    });
  }

  t.test(
    "the lock is also released when this side falls silent while the connection stays open",
    { timeout: 900_000 },
    async (t) => {
      const path = join(folder, "silent.db");
      database(path, "wal");
      const machine = machineFor(path);
      const clients: number[] = [];
      const start = machine.start.bind(machine);
      machine.start = (script) => {
        const child = start(script);
        clients.push(child.pid ?? 0);
        return child;
      };
      const held = await takeHold({ remote: machine, limit: 1000, signal: undefined, patience: 4 });
      if (!held.ok || held.value.kind !== "held") return t.fail(JSON.stringify(held));
      await sleep(5000);
      t.notOk(free(path), "as long as there are signs of life");
      const [client = 0] = clients;
      process.kill(client, "SIGSTOP");
      const stopped = performance.now();
      while (!free(path) && performance.now() - stopped < 20_000) await sleep(100);
      const took = performance.now() - stopped;
      process.kill(client, "SIGCONT");
      t.ok(took < 10_000, `after ${Math.round(took)} ms`);
      await held.value.hold.release();
    },
  );
}

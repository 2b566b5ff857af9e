import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import t from "tap";
import { bin, built, command } from "../cli/run.ts";
import { ask, run, skipServer, startSqld } from "../server/sqld.ts";
import { behind, stageTwoBehind } from "./two-behind.ts";

built();

// Four containers start at once on a database that is two plans behind. `npm run at-once` does it a hundred times.
const rounds = Number(process.env.ROUNDS ?? 1);

interface Ended {
  readonly exit: number | null;
  readonly said: string;
}

function start(cwd: string): Promise<Ended> {
  const child = spawn(process.execPath, [bin, "apply", "plans/", "prod", "--lock-timeout", "60s"], { cwd });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  return new Promise((done) => child.on("close", (exit) => done({ exit, said })));
}

const four = (cwd: string) => Promise.all([start(cwd), start(cwd), start(cwd), start(cwd)]);

t.test("on a file: one of them applies both plans, and all end at the declarations", async (t) => {
  const cwd = t.testdir();
  await stageTwoBehind(cwd, "file:app.db");
  for (let round = 1; round <= rounds; round++) {
    const database = new Database(join(cwd, "app.db"));
    for (const sql of behind) database.exec(sql);
    database.close();
    const ended = await four(cwd);
    t.strictSame(
      ended.map(({ exit }) => exit),
      [0, 0, 0, 0],
      ended.map(({ said }) => said).join("\n"),
    );
    t.equal(ended.filter(({ said }) => /Applied 2 plans/.test(said)).length, 1, `round ${round}: one applied`);
    t.equal((await command({ cwd }, "drift", "prod")).exit, 0);
    for (const end of ["", "-wal", "-shm"]) rmSync(join(cwd, `app.db${end}`), { force: true });
  }
});

t.test("on a server: each plan is applied once, and all end at the declarations", { skip: skipServer }, async (t) => {
  const server = await startSqld();
  t.teardown(() => server.remove());
  const cwd = t.testdir();
  await stageTwoBehind(cwd, server.url);
  for (let round = 1; round <= rounds; round++) {
    await run(server.url, behind);
    const ended = await four(cwd);
    const said = ended.map((each) => each.said).join("\n");
    t.strictSame(
      ended.map(({ exit }) => exit),
      [0, 0, 0, 0],
      said,
    );
    t.equal((await command({ cwd }, "drift", "prod")).exit, 0);
    t.strictSame(await ask(server.url, "SELECT count(*) FROM tune"), [["2"]]);
    const entries: unknown = JSON.parse((await command({ cwd }, "history", "prod", "--json")).out);
    t.equal((entries as { entries: unknown[] }).entries.length, 2 * round, `round ${round}: each plan once`);
    await run(server.url, ["DROP TABLE tag", "DROP TABLE tune"]);
  }
});

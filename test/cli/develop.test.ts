import { spawn } from "node:child_process";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import t from "tap";
import { makeDatabase, onFile, temporaryFolder } from "../kit/database.ts";
import { bare, bin, built, command, has, inTerminal } from "./run.ts";

t.before(built);
t.setTimeout(900_000);

const declared = (columns: string) =>
  `import { integer, table, text } from "trueup";\nexport const task = table({ id: integer().primaryKey(), ${columns} });\n`;

interface Made {
  readonly cwd: string;
  /** The way editors save: under another name first. */
  save(columns: string): void;
  count(sql: string): Promise<unknown>;
}

async function project(t: Parameters<typeof temporaryFolder>[0], target: string): Promise<Made> {
  const cwd = temporaryFolder(t);
  const file = join(cwd, "schema", "schema.ts");
  mkdirSync(join(cwd, "schema"));
  const save = (columns: string) => {
    writeFileSync(`${file}~`, declared(columns));
    renameSync(`${file}~`, file);
  };
  save("title: text()");
  const config = `import { defineConfig } from "trueup";\nexport default defineConfig({ targets: { own: ${target} }, default: "own" });\n`;
  writeFileSync(join(cwd, "trueup.config.ts"), config);
  await makeDatabase(
    join(cwd, "app.db"),
    "CREATE TABLE task (id INTEGER PRIMARY KEY, title TEXT NOT NULL)",
    "INSERT INTO task VALUES (1, 'write'), (2, 'read')",
  );
  const count = (sql: string) => onFile(join(cwd, "app.db"), (engine) => engine.all(sql)[0]?.[0]);
  return { cwd, save, count };
}

/** `dev` as it runs beside an editor, and its output so far. */
function following(t: { teardown(work: () => void): void }, cwd: string, ...args: readonly string[]) {
  const env = { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", COLUMNS: "120" };
  const child = spawn(process.execPath, [bin, "dev", ...args], { cwd, env });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  t.teardown(() => child.kill("SIGKILL"));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const says = async (what: RegExp): Promise<string> => {
    for (let n = 0; n < 600 && !what.test(said); n++) await sleep(50);
    const all = said;
    said = "";
    return all;
  };
  return { says, ended, stop: () => child.kill("SIGINT") };
}

t.test(
  "each save brings the database to the declarations, in three lines; errors stand in the same place",
  async (t) => {
    const { cwd, save, count } = await project(t, '"file:app.db"');
    const { says, ended, stop } = following(t, cwd);
    t.match(await says(/matches the declarations/), /own \(app\.db\) follows schema\. Ctrl-C ends it\./);
    save("title: text(), note: text().nullable()");
    t.match(await says(/note/), /^\d\d:\d\d:\d\d ✓ 1 added, 1 changed in .*\n {2}\+ task\.note +TEXT\n$/);
    save("title: text(), note: tex().nullable()");
    t.match(await says(/waiting/), /unknown-name.*schema\/schema\.ts:2:.*note: tex\(\)/s, "in the file as it is now");
    save("title: text(), note: text().nullable(), a: text().nullable(), b: text().nullable(), c: text().nullable()");
    // A save may be seen twice, and then the error before it is there twice as well.
    const many = (await says(/and \d+ more/)).replace(/^[^]*(?=^\d\d:\d\d:\d\d ✓)/m, "");
    t.equal(many.trimEnd().split("\n").length, 3, many);
    t.match(many, /and 2 more: \+ task\.b, \+ task\.c/);
    t.notOk(
      existsSync(join(cwd, "backups", "own")) && (await count("SELECT count(*) FROM task")) !== 2,
      "nothing was lost",
    );
    stop();
    t.equal(await ended, 0);
  },
);

t.test("a save does not destroy rows", async (t) => {
  const { cwd, save, count } = await project(t, '"file:app.db"');
  const { says } = following(t, cwd);
  await says(/matches the declarations/);
  save("name: text()");
  t.match(await says(/waiting/), /--rename task\.title:task\.name/);
  t.equal(await count("SELECT count(title) FROM task"), 2);
  save('name: text().was("title")');
  t.match(await says(/✓/), /1 renamed/);
  t.equal(await count("SELECT count(name) FROM task"), 2);
});

t.test("on a terminal it asks, and the next save withdraws the question", { skip: !has("script") }, async (t) => {
  const { cwd, save, count } = await project(t, '"file:app.db"');
  const later = async (...saves: readonly string[]) => {
    for (const columns of saves) {
      await sleep(3000);
      save(columns);
    }
  };
  const answers = [
    [/reel[^]*Enter for none\]$/, "1"],
    [/✓ [^]*1 renamed[^]*reel[^]*Enter for none\][^]*✓ own matches/, "\u0003"],
  ] as const;
  const session = inTerminal({ cwd }, `${process.execPath} ${bin} dev`, 100, answers);
  // The last two: a question, and a save that leaves nothing to ask.
  await later("name: text()", "reel: text()", "id2: integer()", "reel: text()");
  const { out } = await session;
  t.match(bare(out), /renamed to task\.name/, "the first question was put");
  t.equal(await count("SELECT count(reel) FROM task"), 2, "the second was answered");
});

t.test("a new file, a new folder and the configuration count as well", async (t) => {
  const { cwd, count } = await project(t, '"file:app.db"');
  const { says } = following(t, cwd);
  await says(/matches the declarations/);
  mkdirSync(join(cwd, "schema", "more"));
  writeFileSync(join(cwd, "schema", "more", "tag.ts"), declared("name: text()").replace("task", "tag"));
  t.match(await says(/✓/), /\+ tag/);
  t.equal(await count("SELECT count(*) FROM tag"), 0);
  mkdirSync(join(cwd, "other"));
  writeFileSync(join(cwd, "other", "only.ts"), declared("title: text(), due: text().nullable()"));
  const config =
    'import { defineConfig } from "trueup";\nexport default defineConfig({ schema: "other", targets: { own: "file:app.db" }, default: "own" });\n';
  writeFileSync(join(cwd, "trueup.config.ts"), config);
  t.match(
    await says(/waiting/),
    /would drop table tag/,
    "the other folder does not have it, and it is not lost by that",
  );
});

t.test("only for one's own database, or one that is marked", async (t) => {
  const { cwd } = await project(t, '{ url: "file:app.db", dev: false }');
  t.match((await command({ cwd }, "dev")).err, /not-for-dev/);
  t.match((await command({ cwd }, "dev", "http://127.0.0.1:9")).err, /not-for-dev/);
});

t.test(
  "reset empties a disposable database, creates it as declared and seeds it; undo brings back what was there",
  async (t) => {
    const seed = `hooks: { seed: { shell: "sqlite3 app.db \\"INSERT INTO task (title, note) VALUES ('seed', 'x')\\"" } }`;
    const { cwd, save, count } = await project(t, `{ url: "file:app.db", disposable: true, protect: [], ${seed} }`);
    save("title: text(), note: text()");
    const done = await command({ cwd }, "reset");
    t.equal(done.exit, 0, done.err);
    t.match(done.out, /task \(drop-table, 2 rows\)/, "what went is told");
    t.equal(await count("SELECT group_concat(title || note) FROM task"), "seedx");
    const undo = /^Undo: trueup (restore .*)$/m.exec(done.out)?.[1] ?? "";
    t.equal((await command({ cwd }, ...undo.split(" "), "--yes")).exit, 0, undo);
    t.equal(await count("SELECT group_concat(title) FROM task"), "write,read");
  },
);

t.test("a reset also empties a database that is as declared", async (t) => {
  const { cwd, count } = await project(t, '{ url: "file:app.db", disposable: true }');
  t.equal((await command({ cwd }, "reset")).exit, 0);
  t.equal(await count("SELECT count(*) FROM task"), 0);
  t.equal((await command({ cwd }, "undo", "--yes")).exit, 0);
  t.equal(await count("SELECT count(*) FROM task"), 2);
});

t.test("a database that is not disposable is not reset, nor one with protected objects", async (t) => {
  const { cwd, count } = await project(t, '"file:app.db"');
  t.match(await command({ cwd }, "reset"), { exit: 1, err: /not-disposable/ });
  const other = await project(t, '{ url: "file:app.db", disposable: true, protect: ["task"] }');
  t.match(await command({ cwd: other.cwd }, "reset"), { exit: 1, err: /protected/ });
  for (const each of [count, other.count]) t.equal(await each("SELECT count(*) FROM task"), 2);
});

t.test("a plan that drops everything asks for each object", async (t) => {
  const { cwd, count } = await project(t, '"file:app.db"');
  t.match(await command({ cwd }, "plan", "--to", "empty"), { exit: 21, err: /--approve drop-table:task:2/ });
  const approved = ["--approve", "drop-table:task:2", "--because", "it is over", "--out", "plans/end.plan.sql"];
  t.equal((await command({ cwd }, "plan", "--to", "empty", ...approved)).exit, 0);
  t.equal((await command({ cwd }, "apply", "plans/end.plan.sql")).exit, 0);
  t.equal(await count("SELECT count(*) FROM sqlite_schema"), 0);
});

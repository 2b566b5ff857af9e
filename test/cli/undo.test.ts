import { copyFileSync, cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import t from "tap";
import { built, inTerminal, has, command, bin } from "./run.ts";

built();

const declare = (cwd: string, ...columns: readonly string[]) =>
  writeFileSync(
    join(cwd, "schema.sql"),
    `CREATE TABLE tune (id INTEGER PRIMARY KEY, ${columns.map((name) => `${name} TEXT`).join(", ")});\n`,
  );

/** prod and dev, two databases; three states of prod, by two changes. */
async function project(cwd: string) {
  mkdirSync(cwd, { recursive: true });
  writeFileSync(
    join(cwd, "trueup.config.ts"),
    `import { defineConfig, env } from "trueup";
export default defineConfig({ schema: "schema.sql", targets: { prod: env("DATABASE") }, default: "prod" });\n`,
  );
  for (const name of ["prod", "dev"]) {
    const database = new Database(join(cwd, `${name}.db`));
    database.exec(`CREATE TABLE tune (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO tune (a) VALUES ('${name}')`);
    database.close();
  }
  const run = (...args: readonly string[]) => command({ cwd, env: { DATABASE: "file:prod.db" } }, ...args);
  declare(cwd, "a", "b");
  await run("apply", "--yes");
  declare(cwd, "a", "b", "c");
  await run("apply", "--yes");
  return run;
}

function columns(path: string): unknown {
  const database = new Database(path);
  const found = database.prepare("SELECT group_concat(name, '') FROM pragma_table_info('tune')").raw().all();
  database.close();
  return found.flat()[0];
}

const backupsIn = (cwd: string) =>
  readdirSync(join(cwd, "backups", "prod"))
    .filter((name) => name.endsWith(".db"))
    .sort()
    .map((name) => join("backups", "prod", name));

t.test("undo walks back, redo forward, and neither goes further than asked", async (t) => {
  const cwd = t.testdir();
  const run = await project(cwd);
  const at = () => columns(join(cwd, "prod.db"));
  t.equal(at(), "idabc");
  t.equal((await run("redo", "--yes")).exit, 1, "nothing was undone");
  t.equal((await run("undo", "--yes")).exit, 0);
  t.equal(at(), "idab");
  t.equal((await run("undo", "--yes")).exit, 0);
  t.equal(at(), "ida");
  const none = await run("undo", "--yes");
  t.equal(none.exit, 1);
  t.match(none.err, /nothing-to-undo/);
  t.equal(at(), "ida", "and not forward again");
  t.equal((await run("redo", "--yes")).exit, 0);
  t.equal(at(), "idab");
  t.equal((await run("redo", "--yes")).exit, 0);
  t.equal(at(), "idabc");
  t.equal((await run("undo", "--yes")).exit, 0);
  t.equal(at(), "idab");
  declare(cwd, "a", "b", "d");
  t.equal((await run("apply", "--yes")).exit, 0);
  t.equal((await run("redo", "--yes")).exit, 1, "after a new change there is nothing to redo");
  t.equal((await run("undo", "--yes")).exit, 0);
  t.equal(at(), "idab");
});

t.test("without a terminal, --yes is needed", async (t) => {
  const cwd = t.testdir();
  const run = await project(cwd);
  for (const args of [["undo"], ["undo", "--no-input"], ["restore", backupsIn(cwd)[0] ?? "", "prod"]]) {
    const asked = await run(...args);
    t.equal(asked.exit, 21, args.join(" "));
    t.match(asked.err, /--yes/);
  }
  t.equal(columns(join(cwd, "prod.db")), "idabc");
});

t.test("on a terminal it asks", { skip: !has("script") && "there is no script here" }, async (t) => {
  const cwd = t.testdir();
  await project(cwd);
  const typed = `"${process.execPath}" "${bin}" undo`;
  const at = { cwd, env: { DATABASE: "file:prod.db" } };
  t.match(await inTerminal(at, typed, 100, [["[y/N]", "n"]]), { exit: 21 });
  t.equal(columns(join(cwd, "prod.db")), "idabc");
  t.match(await inTerminal(at, typed, 100, [["[y/N]", "y"]]), { exit: 0 });
  t.equal(columns(join(cwd, "prod.db")), "idab");
});

t.test("what was written since is not lost without asking", async (t) => {
  const cwd = t.testdir();
  const run = await project(cwd);
  const database = new Database(join(cwd, "prod.db"));
  database.exec("INSERT INTO tune (a) VALUES ('later')");
  database.close();
  const refused = await run("undo", "--yes");
  t.equal(refused.exit, 21);
  t.match(refused.err, /written to since/);
  t.equal((await run("undo", "--yes", "--discard-writes")).exit, 0);
  t.equal(columns(join(cwd, "prod.db")), "idab");
});

t.test("of a change that changed nothing there is nothing to undo, and the one before it is named", async (t) => {
  const cwd = t.testdir();
  const run = await project(cwd);
  writeFileSync(join(cwd, "fix.sql"), "UPDATE tune SET a = 'x' WHERE id = 99;\n");
  t.equal((await run("run", "fix.sql")).exit, 0);
  const [, before = ""] = backupsIn(cwd);
  for (const _ of [1, 2]) {
    const undone = await run("undo", "--yes");
    t.equal(undone.exit, 0);
    t.match(undone.out.replace(/\s+/g, " "), `To undo the change before that: trueup restore ${before} prod`);
    t.equal(columns(join(cwd, "prod.db")), "idabc", "a schema is not taken back in its place");
  }
  t.equal((await run("restore", before, "--yes")).exit, 0);
  t.equal(columns(join(cwd, "prod.db")), "idab");
});

t.test("a backup goes back to its own database alone", async (t) => {
  const stories: readonly (readonly [string, (cwd: string) => Record<string, string>])[] = [
    ["the same target name with another URL", () => ({ DATABASE: "file:dev.db" })],
    [
      "a renamed file",
      (cwd) => {
        renameSync(join(cwd, "prod.db"), join(cwd, "live.db"));
        return { DATABASE: "file:live.db" };
      },
    ],
    [
      "a copied folder",
      (cwd) => {
        cpSync(cwd, `${cwd}-copy`, { recursive: true });
        return { DATABASE: `file:${cwd}-copy/prod.db` };
      },
    ],
  ];
  for (const [story, move] of stories) {
    t.test(story, async (t) => {
      const cwd = join(t.testdir(), "project");
      await project(cwd);
      const env = move(cwd);
      const path = join(cwd, (env.DATABASE ?? "").replace("file:", "").replace(`${cwd}-copy/`, "../project-copy/"));
      const before = columns(path);
      for (const flags of [[], ["--discard-writes"], ["--from", "dev"], ["--from", "prod"]]) {
        const args = ["restore", backupsIn(cwd)[0] ?? "", "prod", "--yes", ...flags];
        const refused = await command({ cwd, env }, ...args);
        t.equal(refused.exit, 1, flags.join(" "));
        t.match(refused.err, /backup-of-another/);
        t.match(refused.err.replace(/\s+/g, ""), `backupof${join(cwd, "prod.db")}`.replace(/\s+/g, ""));
        t.notMatch(refused.err, /written to since/, "nothing is said of writes to another database");
      }
      t.equal((await command({ cwd, env }, "undo", "--yes")).exit, 1, "undo does not go there either");
      t.equal(columns(path), before);
      const meant = await command(
        { cwd, env },
        "restore",
        backupsIn(cwd)[0] ?? "",
        "prod",
        "--yes",
        "--from",
        join(cwd, "prod.db"),
      );
      t.equal(meant.exit, 0, meant.err);
      t.equal(columns(path), "ida", "on purpose it does");
    });
  }
});

t.test("a backup that is gone, or was pruned, is reported", async (t) => {
  const cwd = t.testdir();
  const run = await project(cwd);
  const [first = "", second = ""] = backupsIn(cwd);
  rmSync(join(cwd, second));
  t.equal((await run("undo", "--yes")).exit, 21, "the older one is not where the database was before the last change");
  copyFileSync(join(cwd, first), join(cwd, second));
  const damaged = await run("undo", "--yes");
  t.equal(damaged.exit, 1);
  t.match(damaged.err, /backup-damaged/);
  t.equal(columns(join(cwd, "prod.db")), "idabc");
});

t.test(
  "a backup of what the change wrote is listed, undone and redone, and refused once there are other writes",
  async (t) => {
    const cwd = t.testdir({
      "trueup.config.ts": `import { defineConfig } from "trueup";
export default defineConfig({ schema: "schema.sql", backup: { full: "up to 1 MB" }, targets: { prod: "file:prod.db",
  server: "http://127.0.0.1:9" }, default: "prod" });\n`,
    });
    const write = (sql: string) => {
      const database = new Database(join(cwd, "prod.db"));
      database.exec(sql);
      database.close();
    };
    write(`PRAGMA journal_mode = WAL; CREATE TABLE tune (id INTEGER PRIMARY KEY, a TEXT);
    INSERT INTO tune (a) SELECT hex(randomblob(1000)) FROM generate_series(1, 2500)`);
    const run = (...args: readonly string[]) => command({ cwd }, ...args);
    declare(cwd, "a", "b");
    const done = await run("apply", "--yes");
    t.match(
      done.out,
      /Undo: trueup restore backups\/prod\/\S+\.changes prod\n +\(as long as nothing else is written\)/,
    );
    t.match((await run("backups")).out, /\.changes {2}4\.1 kB\n.*, only the 1 page that it wrote\n/);
    for (const [step, found] of [
      ["undo", "ida"],
      ["redo", "idab"],
      ["undo", "ida"],
      ["redo", "idab"],
    ] as const) {
      t.equal((await run(step, "--yes")).exit, 0);
      t.equal(columns(join(cwd, "prod.db")), found, step);
    }
    write("INSERT INTO tune (a) VALUES (1)");
    t.match(await run("undo", "--yes", "--discard-writes"), { exit: 21, err: "restore-not-last" });
    declare(cwd, "a", "b", "c");
    t.match((await run("apply", "--yes", "--backup", "./kept")).out, /restore kept\/prod\/\S+\.changes/);
  },
);

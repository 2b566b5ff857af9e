import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import t from "tap";
import { Engine } from "../../src/database/engine.ts";
import { command, type Ran, trueup } from "../cli/run.ts";
import { applyTo, putBack, sealed } from "../d1/fixture.ts";
import { live } from "../kit/application.ts";
import { changes, rows, schema } from "../kit/changes.ts";
import { makeDatabase } from "../kit/database.ts";
import { planned as toPlan } from "../kit/planned.ts";
import { targetAt } from "../kit/target.ts";
import { database, writer } from "./application.ts";
import { type Machine, machine, noMachine } from "./machine.ts";

const root = join(import.meta.dirname, "..", "..");

const declarations = `import { integer, sql, table, text, view } from "trueup";
export const entry = table({
  id: integer().primaryKey(),
  amount: integer(),
  note: text().nullable(),
  tag: text().nullable(),
});
export const total = view(sql\`SELECT sum(amount) AS total FROM entry\`);
`;

if (noMachine !== undefined) t.plan(0, noMachine);
else await tests();

async function tests(): Promise<void> {
  const withSqlite = await machine({ shared: true });
  const plain = await machine({ sqlite: false, shared: true });
  const base = mkdtempSync(join(tmpdir(), "trueup-ssh-apply-"));
  t.teardown(async () => {
    await withSqlite.close();
    await plain.close();
    rmSync(base, { recursive: true, force: true });
  });
  let count = 0;
  // All of the databases have one schema, so one plan is enough for all of them.
  let plan: string | null = null;

  /** A project here, and its production database there. */
  function project(there: Machine, hooks = "", mode = "wal") {
    const folder = join(base, `project-${++count}`);
    const server = join(base, `server-${count}`);
    mkdirSync(join(folder, "schema"), { recursive: true });
    mkdirSync(server);
    const path = join(server, "app.db");
    database(path, mode);
    chmodSync(path, 0o640);
    writeFileSync(
      join(folder, "trueup.config.ts"),
      `import { defineConfig } from "trueup";
export default defineConfig({ targets: { prod: { url: "${there.url(path)}", ${hooks} } } });
`,
    );
    writeFileSync(join(folder, "schema", "entry.ts"), declarations);
    const run = (...words: readonly string[]) => runTrueup(folder, there.command, words);
    return { folder, server, path, run };
  }

  async function planned({ folder, run }: Pick<ReturnType<typeof project>, "folder" | "run">): Promise<void> {
    const file = join(folder, "plans", "p.plan.sql");
    if (plan === null) {
      await run("plan", "--out", "plans/p.plan.sql");
      plan = readFileSync(file, "utf8");
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, plan);
  }

  const stopped = `hooks: { before: ["true"], after: ["true"] }`;

  for (const [name, there, hooks, mode] of [
    ["with sqlite3 there", withSqlite, "", "wal"],
    ["with plain tools and a hook", plain, stopped, "delete"],
  ] as const) {
    t.test(`${name}, a ${mode} database is changed, and the change is undone`, async (t) => {
      const { run, path, server, folder } = project(there, hooks, mode);
      const before = statSync(path);
      const settings = () =>
        sqlite(
          path,
          "SELECT user_version, application_id, auto_vacuum, page_size, encoding, (SELECT group_concat(tbl || stat) FROM sqlite_stat1) FROM pragma_user_version, pragma_application_id, pragma_auto_vacuum, pragma_page_size, pragma_encoding",
        );
      const said = settings();
      t.equal(said, "7|99|2|8192|UTF-8|entry100");
      t.match(await run("plan", "--out", "plans/tags.plan.sql"), { exit: 0 });
      const rehearsed = await run("rehearse", "plans/tags.plan.sql");
      t.equal(rehearsed.exit, 0, rehearsed.err);
      t.equal((await run("drift")).exit, 2);
      // All else runs in this process: what it starts over ssh are processes anyway.
      const env = { TRUEUP_SSH: there.command };
      const applied = trueup({ cwd: folder, env }, "apply", "plans/tags.plan.sql");
      t.equal(applied.exit, 0, applied.err + applied.out);
      t.match(applied.out, /trueup restore backups\/prod\/.*\.db prod/);
      t.match(sqlite(path, "SELECT name FROM pragma_table_info('entry')"), /tag/);
      t.equal(sqlite(path, "SELECT count(*), sum(amount) FROM entry"), "100|0");
      t.equal(sqlite(path, "PRAGMA integrity_check"), "ok");
      t.equal(sqlite(path, "PRAGMA journal_mode"), mode);
      t.equal(settings(), said, "what the file says of itself is as before");
      const after = statSync(path);
      t.same([after.mode, after.uid, after.gid], [before.mode, before.uid, before.gid], "owner and mode are kept");
      t.equal((await run("drift")).exit, 0);
      const again = await run("apply", "plans/tags.plan.sql");
      t.equal(again.exit, 0, again.err);
      t.match(again.out, /Nothing to do/, "a second time there is nothing to do");
      if (there === withSqlite) t.notMatch(again.err, /fetched|copied/, "and the file is not fetched to learn that");

      const kept = readdirSync(server).filter((file) => file.endsWith(".trueup-backup"));
      t.equal(kept.length, 1, "the old file is kept there");
      t.notMatch(sqlite(join(server, kept[0] ?? ""), "SELECT name FROM pragma_table_info('entry')"), /tag/);
      const here = readdirSync(join(folder, "backups", "prod")).filter((file) => file.endsWith(".db"));
      t.equal(here.length, 1, "and a copy here");
      t.equal(statSync(join(folder, "backups", "prod", here[0] ?? "")).mode & 0o777, 0o600);
      t.equal(there === plain || basename(here[0] ?? "", ".db") === (kept[0] ?? "").slice(7, -14), true);
      t.match((await run("history")).out, /tags/);
      t.match((await run("backups")).out, /before the apply/);

      t.match(await run("doctor", "prod"), { exit: 0, out: /target prod +file, SQLite 3[^\n]*1 table/ });
      t.match(await run("diff", "prod", "schema", "--exit-code"), { exit: 0 });
      t.match(await run("diff", "prod", here.map((file) => `backups/prod/${file}`).join(), "--exit-code"), {
        exit: 2,
        out: /- tag/,
      });

      const restored = await run("undo", "--yes");
      t.equal(restored.exit, 0, restored.err + restored.out);
      t.notMatch(sqlite(path, "SELECT name FROM pragma_table_info('entry')"), /tag/);
      t.equal(sqlite(path, "PRAGMA integrity_check"), "ok");
      t.equal(sqlite(path, "PRAGMA journal_mode"), mode);
      t.equal(settings(), said);
      t.equal(leftovers(server), "");
    });
  }

  t.test("the settings of a database stay the same through every kind of change and its undo", async (t) => {
    const path = join(base, "settings.db");
    const pragmas = "PRAGMA page_size = 8192; PRAGMA auto_vacuum = 2; PRAGMA encoding = 'UTF-16le'";
    const numbers = "PRAGMA journal_mode = WAL; PRAGMA user_version = 7; PRAGMA application_id = 99";
    sqlite(path, `${pragmas}; ${numbers}; ${schema}${rows} ANALYZE`);
    const state = () =>
      sqlite(
        path,
        `SELECT user_version, application_id, auto_vacuum, page_size, encoding, journal_mode,
          (SELECT group_concat(tbl || coalesce(idx, '') || stat) FROM (SELECT * FROM sqlite_stat1
            WHERE idx IS NULL OR idx NOT LIKE 'sqlite%' ORDER BY tbl, idx))
        FROM pragma_user_version, pragma_application_id, pragma_auto_vacuum, pragma_page_size, pragma_encoding, pragma_journal_mode`,
      );
    const before = state();
    t.match(before, /^7\|99\|2\|8192\|UTF-16le\|wal\|genre2/);
    const target = await targetAt(withSqlite.url(path), { ssh: withSqlite.command });
    const engine = new Engine(":memory:");
    t.teardown(() => engine.closeNow());
    engine.exec(`${pragmas}; ${schema}${rows}`);
    // Here the file is changed like any other, and returned whole: all kinds are tried only if asked for.
    const kinds =
      process.env.SSH_CHANGES === "all" ? Object.keys(changes) : ["a table is rebuilt", "a column is dropped"];
    for (const [what, { to, decisions }] of Object.entries(changes)) {
      if (!kinds.includes(what)) continue;
      const root = join(base, `settings-${what}`);
      const plan = sealed(await toPlan(engine, schema, to(schema), "UTF-16le", decisions));
      const asked = { ...plan, planName: null, estimates: {}, lockBudget: 1000 };
      t.match(await target.beyondBudget(asked), [{ code: "lock-budget", message: /cannot be estimated/ }]);
      const outcome = await applyTo(target, plan, root, { backup: "take" });
      if (outcome.kind !== "applied" || outcome.backup === null) throw new Error(`${what}: ${JSON.stringify(outcome)}`);
      t.equal(state(), before, what);
      t.equal((await putBack(target, outcome.backup.path, root)).kind, "restored");
      t.equal(state(), before, `${what}, and back again`);
    }
  });

  t.test("functions and collations that only the application has", async (t) => {
    const { run, path, folder } = project(withSqlite, "", "wal");
    rmSync(path);
    await makeDatabase(path, live);
    const named = 'functions: ["now/0", "title_sort/1"], collations: ["unicase"]';
    const config = readFileSync(join(folder, "trueup.config.ts"), "utf8");
    writeFileSync(
      join(folder, "trueup.config.ts"),
      config.replace("{ targets", `{ schema: "app.ts", ${named}, targets`),
    );
    const texts = () => sqlite(path, "SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2");
    const before = texts();
    t.match(await run("pull", "--strict"), { exit: 0 });
    const file = join(folder, "app.ts");
    const changed = readFileSync(file, "utf8")
      .replace("SET changed = now()", "SET changed = now() || 'Z'")
      .replace("title_sort(title) AS s", "title_sort(title) AS sorted_by")
      .replace("changed: text().nullable()", "changed: text().nullable(),\n  tempo: integer().nullable()");
    writeFileSync(file, changed);
    t.match(await run("plan", "--out", "plans/a.plan.sql"), { exit: 0 });
    const applied = await run("apply", "plans/a.plan.sql");
    t.equal(applied.exit, 0, applied.err + applied.out);
    t.match(texts(), /'Z'[\s\S]*sorted_by/);
    t.match(await run("drift"), { exit: 0 });
    t.match(await run("undo", "--yes"), { exit: 0 });
    t.equal(texts(), before, "as it was");
  });

  t.test("databases on other machines are a fleet like any other", async (t) => {
    const [one, other] = [project(withSqlite), project(withSqlite)];
    const urls = [one, other].map(({ path }) => JSON.stringify(withSqlite.url(path)));
    writeFileSync(
      join(one.folder, "trueup.config.ts"),
      `import { defineConfig } from "trueup";
export default defineConfig({ targets: { all: { urls: [${urls.join(", ")}] } } });
`,
    );
    await planned(one);
    t.equal((await one.run("drift", "all")).exit, 2);
    const rehearsed = await one.run("rehearse", "plans/p.plan.sql", "all");
    t.equal(rehearsed.exit, 0, rehearsed.err + rehearsed.out);
    const applied = await one.run("apply", "plans/p.plan.sql", "all");
    t.equal(applied.exit, 0, applied.err + applied.out);
    for (const { path, server } of [one, other]) {
      t.match(sqlite(path, "SELECT name FROM pragma_table_info('entry')"), /tag/);
      t.equal(readdirSync(server).filter((file) => file.endsWith(".trueup-backup")).length, 1);
    }
    t.equal(readdirSync(join(one.folder, "backups")).length, 2, "each has a folder of its own here");
    t.equal((await one.run("drift", "all")).exit, 0);
  });

  t.test("an application that has the file open is noticed, and nothing it writes is lost", async (t) => {
    for (const mode of ["wal", "delete"]) {
      const there = project(withSqlite, "", mode);
      const { run, path, server } = there;
      await planned(there);
      const stop = await writer(path);
      const refused = await run("apply", "plans/p.plan.sql", "--lock-timeout", "1s");
      const written = await stop();
      t.match(refused.err, mode === "wal" ? /apply-no-lock/ : /ssh-open|apply-no-lock/);
      t.match(refused.err, /\(process \d+\)/, "the process is named");
      t.equal(refused.exit, /apply-no-lock/.test(refused.err) ? 25 : 1);
      t.equal(sqlite(path, "SELECT count(*) FROM entry"), String(100 + 2 * written));
      t.equal(leftovers(server), "");
    }
  });

  t.test("hooks stop the application there and start it again", async (t) => {
    const { run, path, server } = project(
      withSqlite,
      `hooks: { before: { shell: "touch SERVER/stopped; sleep 0.5", on: "target" }, after: { run: ["touch", "SERVER/star ted"], on: "target" } }`,
    );
    const config = join(dirname(dirname(path)), `project-${count}`, "trueup.config.ts");
    writeFileSync(config, readFileSync(config, "utf8").replaceAll("SERVER", server));
    await run("plan", "--out", "plans/p.plan.sql");
    t.notOk(existsSync(join(server, "stopped")), "a plan stops nothing");
    const ended = writer(path).then(async (stop) => {
      while (!existsSync(join(server, "stopped"))) await new Promise((resolve) => setTimeout(resolve, 20));
      return stop();
    });
    const applied = await run("apply", "plans/p.plan.sql");
    const written = await ended;
    t.equal(applied.exit, 0, applied.err);
    t.equal(sqlite(path, "SELECT count(*), sum(amount) FROM entry"), `${100 + 2 * written}|0`);
    t.ok(existsSync(join(server, "star ted")));
  });

  t.test("a failing hook changes nothing", async (t) => {
    const there = project(withSqlite, `hooks: { before: { run: ["false"], on: "target" } }`);
    const { run, path } = there;
    await planned(there);
    const before = readFileSync(path);
    t.match(await run("apply", "plans/p.plan.sql"), { exit: 1, err: /hook-failed/ });
    t.same(readFileSync(path), before);
  });

  t.test("without sqlite3 there and without a hook, nothing is attempted", async (t) => {
    const there = project(plain);
    const { run, path } = there;
    await planned(there);
    const before = readFileSync(path);
    t.match(await run("apply", "plans/p.plan.sql"), { exit: 1, err: /ssh-writers/ });
    t.same(readFileSync(path), before);
  });

  t.test("a log that a killed application left is merged, even without sqlite3 there", async (t) => {
    const there = project(plain, stopped);
    const { run, path, server } = there;
    await planned(there);
    const log = writtenAndKilled(path);
    t.ok(statSync(`${path}-wal`).size > 0);
    const applied = await run("apply", "plans/p.plan.sql");
    t.equal(applied.exit, 0, applied.err);
    t.equal(sqlite(path, "SELECT count(*) FROM entry"), String(100 + log));
    t.equal(sqlite(path, "PRAGMA integrity_check"), "ok");
    const kept = readdirSync(server).filter((file) => file.includes("-log.trueup-backup"));
    t.same(kept.map((file) => file.replace(/.*backup/, "")).sort(), ["", "-wal"], "both are kept as they were");
  });

  t.test("a write between the fetch and the exchange is noticed, and kept", async (t) => {
    const there = project(plain, stopped, "delete");
    const { run, path, folder, server } = there;
    await planned(there);
    const wrapper = step(folder, plain.command, "mv -f", `sqlite3 ${path} "INSERT INTO entry(amount) VALUES (0)"`);
    const refused = await runTrueup(folder, wrapper, ["apply", "plans/p.plan.sql"]);
    t.match(refused, { exit: 1, err: /ssh-moved/ });
    t.equal(sqlite(path, "SELECT count(*) FROM entry"), "101");
    t.equal(leftovers(server), "");
    t.match(await run("apply", "plans/p.plan.sql"), { exit: 0 }, "the next run takes it along");
    t.equal(sqlite(path, "SELECT count(*) FROM entry"), "101");
  });

  t.test("a connection that is lost leaves the old file or the new one, and says which", async (t) => {
    const there = project(withSqlite, "", "wal");
    const { path, folder, server, run } = there;
    await planned(there);
    for (const [where, marker, cut] of [
      ["while the lock is taken", 'locking_mode|echo "pid', "exit 255"],
      ["while it is looked at", ' exit 65\n[ -w "$folder', "exit 255"],
      ["while it is compared", "said bytes", "CUT"],
      ["while what changed is fetched", "exit 70; done", "CUT"],
      ["while it is uploaded", 'cp -p "$p" "$n"', "exit 255"],
      ["before the exchange", "mv -f", "exit 255"],
    ] as const) {
      const before = readFileSync(path);
      const wrapper =
        cut === "CUT" ? halfway(folder, withSqlite.command, marker) : step(folder, withSqlite.command, marker, cut);
      const lost = await runTrueup(folder, wrapper, ["apply", "plans/p.plan.sql"]);
      t.equal(lost.exit, 1, `${where}: ${lost.err}`);
      t.match(lost.err, /ssh-lost/, where);
      t.same(readFileSync(path), before, `${where}: nothing changed`);
      t.equal(leftovers(server), "", where);
      t.equal(existsSync(join(folder, "backups", "prod", "history.ndjson")), false, where);
      rmSync(join(folder, "step.sh.done"), { force: true });
    }
    const after = step(folder, withSqlite.command, "mv -f", "AFTER");
    const lost = await runTrueup(folder, after, ["apply", "plans/p.plan.sql"]);
    t.equal(lost.exit, 0, `the exchange happened, and that was found out: ${lost.err}`);
    t.match(sqlite(path, "SELECT name FROM pragma_table_info('entry')"), /tag/);
    t.equal((await run("drift")).exit, 0);
  });

  t.test(
    "no right to write there",
    { skip: process.getuid?.() !== 0 && "only root can become somebody else" },
    async (t) => {
      const there = project(withSqlite, "", "delete");
      const { path, folder, server } = there;
      await planned(there);
      chmodSync(base, 0o755);
      chmodSync(path, 0o644);
      const before = readFileSync(path);
      const nobody = join(folder, "nobody.sh");
      // The machine runs its commands as a user who owns nothing.
      writeFileSync(
        nobody,
        `#!/bin/sh\nfor last; do :; done\nexec setpriv --reuid=65534 --regid=65534 --clear-groups sh -c "$last"\n`,
      );
      chmodSync(nobody, 0o755);
      chmodSync(server, 0o755);
      t.match(await runTrueup(folder, nobody, ["apply", "plans/p.plan.sql"]), { exit: 1, err: /ssh-permission/ });
      chmodSync(path, 0o600);
      t.match(await runTrueup(folder, nobody, ["plan"]), { exit: 1, err: /ssh-permission/ });
      t.same(readFileSync(path), before);
      t.equal(leftovers(server), "");
    },
  );

  t.test(
    "no space left on the other machine",
    { skip: !canMount() && "a small disk can only be made by root" },
    async (t) => {
      const { folder, run } = project(withSqlite, "", "delete");
      const disk = join(base, "disk");
      mkdirSync(disk);
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=200k", "tmpfs", disk]);
      try {
        const path = join(disk, "app.db");
        database(path, "delete", 300);
        const config = join(folder, "trueup.config.ts");
        writeFileSync(config, readFileSync(config, "utf8").replace(/ssh:[^"]*/, withSqlite.url(path)));
        await run("plan", "--out", "plans/p.plan.sql");
        const before = readFileSync(path);
        t.match(await run("apply", "plans/p.plan.sql"), { exit: 1, err: /ssh-disk-full/ });
        t.same(readFileSync(path), before);
        t.same(readdirSync(disk), ["app.db"]);
      } finally {
        execFileSync("umount", [disk]);
      }
    },
  );

  t.test("with --json each line is JSON, including errors", async (t) => {
    const there = project(withSqlite, "", "delete");
    const { run, path } = there;
    await planned(there);
    const applied = await run("apply", "plans/p.plan.sql", "--json");
    const lines = applied.out
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    t.match(lines.at(-1), { type: "result", exit: 0, kind: "applied" });
    t.ok(lines.some((line) => JSON.stringify(line).includes('"there"')));
    rmSync(path);
    const refused = await run("apply", "plans/p.plan.sql", "--json");
    t.match(JSON.parse(refused.out.trim().split("\n").at(-1) ?? ""), { exit: 1, problems: [{ code: "ssh-no-file" }] });
  });
}

function sqlite(path: string, sql: string): string {
  return execFileSync("sqlite3", [path, sql], { encoding: "utf8" }).trim();
}

/** What should not be left beside the database. */
function leftovers(server: string): string {
  return readdirSync(server)
    .filter((file) => /trueup-new|-journal$/.test(file))
    .join();
}

function runTrueup(folder: string, ssh: string, words: readonly string[]): Promise<Ran> {
  return command({ cwd: folder, env: { TRUEUP_SSH: ssh } }, ...words);
}

/** An ssh that does something else when it is asked to run a certain script. */
function step(folder: string, command: string, marker: string, work: string): string {
  const file = join(folder, "step.sh");
  const then = work === "AFTER" ? `${command} "$@" >/dev/null; exit 255` : `${work} || exit $?`;
  const tests = marker.split("|").map((part) => `*'${part.replaceAll("'", "'\\''")}'*`);
  writeFileSync(
    file,
    `#!/bin/sh
for last; do :; done
if [ ! -e "$0.done" ]; then case "$last" in ${tests.join("|")}) touch "$0.done"; ${then};; esac; fi
exec ${command} "$@"
`,
  );
  chmodSync(file, 0o755);
  return file;
}

/** An ssh that breaks off in the middle of what is sent. */
function halfway(folder: string, command: string, marker: string): string {
  const file = join(folder, "half.sh");
  writeFileSync(
    file,
    `#!/bin/sh
for last; do :; done
case "$last" in *"${marker}"*) ${command} "$@" | head -c 5000; exit 255;; esac
exec ${command} "$@"
`,
  );
  chmodSync(file, 0o755);
  return file;
}

/** Rows that are only in the log, because their writer was killed. */
function writtenAndKilled(path: string): number {
  const code = `const Database = require("libsql"); const db = new Database(${JSON.stringify(path)});
db.exec("PRAGMA wal_autocheckpoint = 0; INSERT INTO entry(amount) VALUES (1), (-1), (0)"); process.kill(process.pid, "SIGKILL");`;
  spawnKilled(code);
  return 3;
}

function spawnKilled(code: string): void {
  try {
    execFileSync(process.execPath, ["-e", code], { cwd: root, stdio: "ignore" });
  } catch {
    // It was killed: that is the point.
  }
}

function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "trueup-mount-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=100k", "tmpfs", folder], { stdio: "ignore" });
    execFileSync("umount", [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import Database from "libsql";
import { fileAt, type Place } from "../kit/place.ts";
import { type Stage, stage } from "./stage.ts";

/** What the stage makes anew for each situation: a folder, and an empty database of some kind. */
export interface Fresh {
  /** The database has one table and one row, and a change behind it. */
  once(settings?: string, hooks?: string): Promise<Stage>;
  /** And another one. */
  twice(settings?: string): Promise<Stage>;
  /** Nothing in the database, and nothing applied. */
  empty(settings?: string): Promise<Stage>;
  /** Another database of the same kind. */
  other(): Promise<Place>;
}

export type Kind = "file" | "server" | "ssh";

/** What was observed, step by step; null if it cannot be played here. */
type Play = (fresh: Fresh) => Promise<readonly string[] | null>;

export interface Situation {
  /** As in the table of docs/guide/undo.md. */
  readonly name: string;
  readonly kinds: readonly Kind[];
  readonly play: Play;
  readonly seen: readonly string[];
}

const all: readonly Kind[] = ["file", "server", "ssh"];
const files: readonly Kind[] = ["file"];

export const situations: readonly Situation[] = [
  {
    name: "after one change",
    kinds: ["file", "server"],
    play: async ({ once }) => {
      const { undo, state } = await once();
      return [await undo(), await state()];
    },
    seen: ["restored", "ida 1"],
  },
  {
    name: "twice",
    kinds: ["file", "server"],
    play: async ({ twice }) => {
      const { undo, state } = await twice();
      return [await undo(), await undo(), await state()];
    },
    seen: ["restored", "restored", "ida 1"],
  },
  {
    name: "more often than there were changes",
    kinds: files,
    play: async ({ twice }) => {
      const { undo, state } = await twice();
      return [await undo(), await undo(), await undo(), await state()];
    },
    seen: ["restored", "restored", "nothing-to-undo", "ida 1"],
  },
  {
    name: "and forward again",
    kinds: all,
    play: async ({ once }) => {
      const { undo, redo, state } = await once();
      return [await undo(), await redo(), await state(), await redo()];
    },
    seen: ["restored", "restored", "idab 1", "nothing-to-undo"],
  },
  {
    name: "forward again after another change",
    kinds: files,
    play: async ({ once }) => {
      const { undo, redo, change, state } = await once();
      const first = await undo();
      await change("a", "d");
      return [first, await redo(), await state(), await undo(), await state()];
    },
    seen: ["restored", "nothing-to-undo", "idad 1", "restored", "ida 1"],
  },
  {
    name: "rows were written since",
    kinds: ["file", "server"],
    play: async ({ once }) => {
      const { cwd, place, undo, state } = await once("", `hooks: { before: { shell: "echo stopped >> hooks.log" } }`);
      await place.run("INSERT INTO tune (a) VALUES ('later')");
      const hooks = () => readFileSync(join(cwd, "hooks.log"), "utf8");
      const before = hooks();
      return [await undo(), await state(), hooks() === before ? "nothing was stopped" : "stopped"];
    },
    seen: ["restore-changed", "idab 2", "nothing was stopped"],
  },
  {
    name: "rows were written since, and may be discarded",
    kinds: all,
    play: async ({ once }) => {
      const { place, undo, redo, state } = await once();
      await place.run("INSERT INTO tune (a) VALUES ('later')");
      return [await undo({ discardWrites: true }), await state(), await redo(), await state()];
    },
    seen: ["restored", "ida 1", "restored", "idab 2"],
  },
  {
    name: "the backup holds only what the change wrote, and anything was written since",
    kinds: ["file"],
    play: async ({ empty }) => {
      const { place, change, backups, undo, redo, state } = await empty('backup: "changes",');
      await place.run("PRAGMA journal_mode = WAL");
      await place.run("CREATE TABLE tune (id INTEGER PRIMARY KEY, a TEXT)");
      await place.run("INSERT INTO tune (a) VALUES (hex(zeroblob(3000000)))");
      await change("a", "b");
      const size = statSync(backups()[0] ?? "").size;
      const back = [await undo(), await state(), await redo(), await state()];
      await place.run("INSERT INTO tune (a) VALUES ('later')");
      return [
        size < 100_000 ? "small" : `${size} bytes`,
        ...back,
        await undo(),
        await undo({ discardWrites: true }),
        await state(),
      ];
    },
    seen: ["small", "restored", "ida 1", "restored", "idab 1", "restore-not-last", "restore-not-last", "idab 2"],
  },
  {
    name: "the schema was changed by hand since",
    kinds: files,
    play: async ({ once }) => {
      const { place, undo, state } = await once();
      await place.run("ALTER TABLE tune ADD COLUMN x TEXT");
      return [await undo(), await state()];
    },
    seen: ["restore-changed", "idabx 1"],
  },
  {
    name: "the target has another URL today",
    kinds: ["file", "server"],
    play: async ({ once, other }) => {
      const { undo, put, project, backups, state } = await once();
      const elsewhere = await other();
      await elsewhere.run("CREATE TABLE tune (id INTEGER PRIMARY KEY, z TEXT)");
      const there = await project(undefined, elsewhere.url);
      const [backup = ""] = backups();
      return [
        await put({ backup: { step: "undo" } }, there),
        await put({ backup, discardWrites: true }, there),
        await put({ backup, from: "prod" }, there),
        await state(elsewhere),
        await undo(),
      ];
    },
    seen: ["nothing-to-undo", "backup-of-another", "backup-of-another", "idz 0", "restored"],
  },
  {
    name: "another file has taken its place",
    kinds: files,
    play: async ({ once }) => {
      const { cwd, undo, state } = await once();
      renameSync(join(cwd, "app.db"), join(cwd, "old.db"));
      const other = fileAt(join(cwd, "app.db"));
      await other.run(
        "CREATE TABLE tune (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO tune (a) VALUES ('x'), ('y'), ('z')",
      );
      return [await undo(), await undo({ discardWrites: true }), await state()];
    },
    seen: ["backup-of-another", "backup-of-another", "ida 3"],
  },
  {
    name: "the file was moved",
    kinds: files,
    play: async ({ once }) => {
      const { cwd, put, project, backups } = await once();
      renameSync(join(cwd, "app.db"), join(cwd, "moved.db"));
      const moved = await project(undefined, "file:moved.db");
      const [backup = ""] = backups();
      return [
        await put({ backup: { step: "undo" } }, moved),
        await put({ backup }, moved),
        await put({ backup, from: join(cwd, "app.db") }, moved),
        await stage(cwd, fileAt(join(cwd, "moved.db"))).state(),
      ];
    },
    seen: ["nothing-to-undo", "backup-of-another", "restored", "ida 1"],
  },
  {
    name: "the folder was copied",
    kinds: files,
    play: async ({ once }) => {
      const { cwd, place, put, project, state } = await once();
      const copy = `${cwd}-copy`;
      cpSync(cwd, copy, { recursive: true });
      const there = await project(copy, `file:${join(copy, "app.db")}`);
      return [
        await put({ backup: { step: "undo" } }, there),
        await state(fileAt(join(copy, "app.db"))),
        await state(place),
      ];
    },
    seen: ["nothing-to-undo", "idab 1", "idab 1"],
  },
  {
    name: "the backup was deleted",
    kinds: files,
    play: async ({ twice }) => {
      const { undo, backups, state } = await twice();
      rmSync(backups()[1] ?? "");
      return [await undo(), await state()];
    },
    seen: ["restore-changed", "idabc 1"],
  },
  {
    name: "the backup was pruned",
    kinds: files,
    play: async ({ twice }) => {
      const { undo, redo, state, backups } = await twice("backups: { keep: 1 }");
      const [kept, first, second, there] = [backups().length, await undo(), await undo(), await state()];
      return [String(kept), first, second, there, await redo(), await state(), await undo(), await state()];
    },
    seen: ["1", "restored", "nothing-to-undo", "idab 1", "restored", "idabc 1", "restored", "idab 1"],
  },
  {
    name: "the backup was damaged",
    kinds: files,
    play: async ({ once }) => {
      const { undo, backups, state } = await once();
      const [backup = ""] = backups();
      writeFileSync(backup, readFileSync(backup).fill(1, 5000, 5100));
      return [await undo(), await state()];
    },
    seen: ["backup-damaged", "idab 1"],
  },
  {
    name: "its note is gone",
    kinds: files,
    play: async ({ once }) => {
      const { undo, put, backups, state } = await once();
      const [last = ""] = backups();
      rmSync(last.replace(/\.db$/, ".json"));
      return [await put({ backup: last }), await undo(), await state()];
    },
    seen: ["backup-manifest", "nothing-to-undo", "idab 1"],
  },
  {
    name: "of the first deployment",
    kinds: all,
    play: async ({ empty }) => {
      const { change, undo, redo, state } = await empty();
      await change("a");
      return [await undo(), await state(), await redo(), await state()];
    },
    seen: ["restored", "-", "restored", "ida 0"],
  },
  {
    name: "from another machine",
    kinds: ["ssh"],
    play: async ({ twice }) => {
      const { cwd, put, project, place, state } = await twice();
      const runner = `${cwd}-runner`;
      stage(runner, place);
      const there = await project(runner);
      const step = (which: "undo" | "redo") => put({ backup: { step: which } }, there);
      return [await step("undo"), await state(), await step("undo"), await state(), await step("redo"), await state()];
    },
    seen: ["restored", "idab 1", "restored", "ida 1", "restored", "idab 1"],
  },
  {
    name: "by the name of a backup, from another machine",
    kinds: ["ssh"],
    play: async ({ twice }) => {
      const { cwd, put, project, backups, place, state } = await twice();
      const [first = "", last = ""] = backups().map((path) => basename(path, ".db"));
      const runner = `${cwd}-runner`;
      stage(runner, place);
      const there = await project(runner);
      const named = async (backup: string, more = {}) => [await put({ backup, ...more }, there), await state()];
      return [
        ...(await named("2020-01-01T00-00-00-000Z-00000000")),
        ...(await named(first)),
        ...(await named(last)),
        ...(await named(first)),
        String(readdirSync(join(runner, "backups", "prod")).filter((name) => name.endsWith(".db")).length),
      ];
    },
    seen: [
      ...["path-unusable", "idabc 1"],
      ...["restore-changed", "idabc 1"],
      ...["restored", "idab 1"],
      ...["restored", "ida 1"],
      "4",
    ],
  },
  {
    name: "to where it is already",
    kinds: all,
    play: async ({ once }) => {
      const { cwd, put, backups, state } = await once("", `hooks: { before: { shell: "echo stopped >> hooks.log" } }`);
      const [backup = ""] = backups();
      const hooks = () => String(readFileSync(join(cwd, "hooks.log"), "utf8").split("\n").length - 1);
      return [await put({ backup }), hooks(), await put({ backup }), await state(), hooks()];
    },
    seen: ["restored", "2", "same", "ida 1", "2"],
  },
  {
    name: "and the power fails",
    kinds: all,
    play: async ({ once }) => {
      const { killed, undo, state } = await once();
      const between = new Set<string>();
      for (const after of [0, 30, 120]) {
        await killed(after);
        between.add(await state());
      }
      const either = [...between].every((each) => each === "ida 1" || each === "idab 1");
      const last = await undo();
      return [
        either ? "one or the other" : [...between].join(),
        await state(),
        last.replace("nothing-to-undo", "restored"),
      ];
    },
    seen: ["one or the other", "ida 1", "restored"],
  },
  {
    name: "and it was killed before its commit",
    kinds: files,
    play: async ({ once }) => {
      const { cwd, undo, state } = await once();
      const [file, before] = [join(cwd, "app.db"), readFileSync(join(cwd, "app.db"))];
      await undo();
      // Its note is beside the backups, and the database is as it was.
      writeFileSync(file, before);
      return [await state(), await undo(), await state()];
    },
    seen: ["idab 1", "restored", "ida 1"],
  },
  {
    name: "after a change that followed a killed undo",
    kinds: files,
    play: async ({ twice }) => {
      const { cwd, change, undo, state } = await twice();
      const [file, before] = [join(cwd, "app.db"), readFileSync(join(cwd, "app.db"))];
      await undo();
      writeFileSync(file, before);
      await change("a", "b", "c", "d");
      return [await undo(), await state(), await undo(), await state(), await undo(), await state()];
    },
    seen: ["restored", "idabc 1", "restored", "idab 1", "restored", "ida 1"],
  },
  {
    name: "while another process reads",
    kinds: files,
    play: async ({ once }) => {
      const { cwd, place, undo, state } = await once();
      await place.run("PRAGMA journal_mode = WAL");
      const reader = new Database(join(cwd, "app.db"));
      reader.exec("BEGIN");
      const count = () => JSON.stringify(reader.prepare("SELECT count(*) FROM pragma_table_info('tune')").raw().get());
      const before = count();
      const back = await undo({ discardWrites: true });
      const still = count() === before ? "the reader sees what it saw" : "the reader sees another";
      reader.exec("COMMIT");
      reader.close();
      return [back, still, await state()];
    },
    seen: ["restored", "the reader sees what it saw", "ida 1"],
  },
  {
    name: "while another process writes",
    kinds: files,
    play: async ({ once }) => {
      const { cwd, undo, state } = await once();
      const writer = new Database(join(cwd, "app.db"));
      writer.exec("BEGIN IMMEDIATE");
      const back = await undo({ lockTimeout: 200 });
      writer.exec("ROLLBACK");
      writer.close();
      return [back, await state()];
    },
    seen: ["apply-no-lock", "idab 1"],
  },
  {
    name: "on a full disk",
    kinds: files,
    play: async ({ once }) => {
      const { cwd, undo, state } = await once();
      const disk = join(cwd, "backups");
      const kept = join(cwd, "kept");
      renameSync(disk, kept);
      mkdirSync(disk);
      if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk]).status !== 0) return null;
      try {
        cpSync(kept, disk, { recursive: true });
        const full = await undo();
        return [full, await state(), String(readdirSync(join(disk, "prod")).length)];
      } finally {
        spawnSync("umount", [disk]);
      }
    },
    seen: ["backup-no-space", "idab 1", "3"],
  },
];

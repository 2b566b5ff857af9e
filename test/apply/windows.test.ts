import path from "node:path";
import t from "tap";
import { renameFile, syncFile, syncFolder, type System } from "../../src/apply/files.ts";
import { readFilePlace } from "../../src/target/file/kind.ts";
import { shownFrom } from "../../src/work/shown-from.ts";

// None of this has run on Windows. It follows what Node, SQLite and Windows document.

/** A system on which each rename fails a given number of times, and the renames that were attempted. */
function system(windows: boolean, failing = 0, code = "EPERM"): System & { readonly asked: string[] } {
  const asked: string[] = [];
  let left = failing;
  return {
    asked,
    windows,
    sync: (name, how) => void asked.push(`sync ${name} ${how}`),
    rename: (from, to) => {
      asked.push(`rename ${from} ${to}`);
      left -= 1;
      if (left >= 0) throw Object.assign(new Error(code), { code });
    },
    wait: () => {},
  };
}

t.test("where a database is, as people write it on Windows", async (t) => {
  const at = (text: string) => {
    const read = readFilePlace(text, "C:\\app", path.win32);
    return read.ok ? [read.value.url, read.value.label] : read.problems.map(({ message }) => message);
  };
  t.strictSame(at("app.db"), ["C:\\app\\app.db", "app.db"]);
  t.strictSame(at("data\\app.db"), ["C:\\app\\data\\app.db", "data\\app.db"]);
  t.strictSame(at("file:data/app.db"), ["C:\\app\\data\\app.db", "data/app.db"]);
  for (const text of ["D:\\data\\app.db", "file:D:\\data\\app.db"]) t.equal(at(text)[0], "D:\\data\\app.db", text);
  for (const text of [
    "file:D:/my%20data/app.db",
    "file:///D:/my%20data/app.db",
    "file://localhost/D:/my%20data/app.db",
  ])
    t.equal(at(text)[0], "D:/my data/app.db", text);
  t.strictSame(at("file://server/share/app.db"), ["a file: URL with a host in it"]);
  t.equal(at("\\\\server\\share\\app.db")[0], "\\\\server\\share\\app.db");
  const elsewhere = readFilePlace("file:///D:/app.db", "/app", path.posix);
  t.equal(elsewhere.ok && elsewhere.value.url, "/D:/app.db", "where there are no drives it is a path like any other");
});

t.test("what is shown can be typed, with slashes", async (t) => {
  t.equal(shownFrom("C:\\app", "C:\\app\\plans\\a.plan.sql", path.win32), "plans/a.plan.sql");
  t.equal(shownFrom("C:\\app\\web", "C:\\app\\plans\\a.plan.sql", path.win32), "../plans/a.plan.sql");
  t.equal(shownFrom("C:\\app\\web\\src", "C:\\app\\plans\\a.plan.sql", path.win32), "C:\\app\\plans\\a.plan.sql");
  t.equal(shownFrom("C:\\app", "D:\\app.db", path.win32), "D:\\app.db");
});

t.test("a folder is flushed where it can be opened, a file by who may write it", async (t) => {
  const [windows, linux] = [system(true), system(false)];
  for (const each of [windows, linux]) {
    syncFolder("folder", each);
    syncFile("file", each);
  }
  t.strictSame(windows.asked, ["sync file r+"]);
  t.strictSame(linux.asked, ["sync folder r", "sync file r+"]);
});

t.test("a file that a scanner has open is renamed a moment later, on Windows alone", async (t) => {
  const windows = system(true, 3);
  renameFile("a", "b", windows);
  t.equal(windows.asked.length, 4);
  t.throws(() => renameFile("a", "b", system(true, 99)), /EPERM/, "it is not waited for without an end");
  t.throws(() => renameFile("a", "b", system(true, 1, "ENOENT")), /ENOENT/);
  const linux = system(false, 1);
  t.throws(() => renameFile("a", "b", linux), /EPERM/);
  t.equal(linux.asked.length, 1);
});

import t from "tap";
import { readWhere, shown } from "../../src/target/kinds.ts";

function read(text: string): unknown {
  const target = readWhere(text, "/home/ann");
  if (!target.ok) return target.problems[0]?.message;
  return target.value.kind === "file" ? target.value.url : [target.value.kind, target.value.url, target.value.label];
}

t.test("a path is a path, whatever it looks like", async (t) => {
  t.equal(read("app.db"), "/home/ann/app.db");
  t.equal(read("./data/../app.db"), "/home/ann/app.db");
  t.equal(read("/srv/app.db"), "/srv/app.db");
  t.equal(read("a b?c#d%20.db"), "/home/ann/a b?c#d%20.db");
  t.equal(read("C:/app.db"), "/home/ann/C:/app.db", "a letter and a colon are no scheme");
});

t.test("file: URLs in each of their forms", async (t) => {
  t.equal(read("file:app.db"), "/home/ann/app.db");
  t.equal(read("file:/srv/app.db"), "/srv/app.db");
  t.equal(read("file:///srv/app.db"), "/srv/app.db");
  t.equal(read("file://localhost/srv/app.db"), "/srv/app.db");
  t.equal(read("FILE:app.db"), "/home/ann/app.db");
  t.equal(read("file:a%20b%3Fc.db"), "/home/ann/a b?c.db");
});

t.test("what is unclear is refused with a way out", async (t) => {
  for (const text of [
    "",
    ":memory:",
    "file:",
    "file:a?mode=ro",
    "file:a#b",
    "file://host/a",
    "file:%zz",
    "foo:bar",
    "http://",
    "a\0b",
  ]) {
    const target = readWhere(text, "/");
    t.notOk(target.ok, text);
    if (!target.ok) t.equal(target.problems[0]?.code, "database-target");
  }
  const memory = readWhere("postgres://u:secret@h/db", "/");
  t.notMatch(JSON.stringify(memory), /secret/);
});

t.test("no secret gets into a label", async (t) => {
  t.same(read("libsql://db.example.org"), ["server", "libsql://db.example.org", "libsql://db.example.org"]);
  t.same(read("ssh://ann@host/srv/app.db"), ["ssh", "ssh://ann@host/srv/app.db", "ssh://ann@host/srv/app.db"]);
  for (const url of [
    "https://ann:s3cret@db.example.org/x?authToken=s3cret#s3cret",
    "ws://ann:s3cret@h",
    "wss://h/?jwt=s3cret",
  ]) {
    const target = readWhere(url, "/");
    if (!target.ok) return t.fail(url);
    t.notMatch(target.value.label, /s3cret/);
  }
  t.equal(shown("http://:s3cret@h/x"), "http://h/x");
  t.equal(shown("http://s3cret@h/x"), "http://h/x", "a token may stand where a user would");
  t.equal(shown("ssh://ann:s3cret@h/x"), "ssh://ann@h/x");
});

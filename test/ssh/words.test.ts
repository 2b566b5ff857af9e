import { execFileSync } from "node:child_process";
import t from "tap";
import { readAddress } from "../../src/target/ssh/address.ts";
import { quoted, splitWords } from "../../src/target/ssh/words.ts";

t.test("a quoted word reaches a shell as it is", async (t) => {
  for (const word of ["plain", "it's", "a b\tc", '$HOME `id` "x" \\ !', "line\nbreak", "", "-n", "ünïcode'\"'"]) {
    const seen = execFileSync("sh", ["-c", `printf '%s' ${quoted(word)}`], { encoding: "utf8" });
    t.equal(seen, word);
  }
});

t.test("TRUEUP_SSH is split as a shell would", async (t) => {
  t.same(splitWords("ssh -F deploy/config"), ["ssh", "-F", "deploy/config"]);
  t.same(splitWords(`"/opt/my ssh/ssh"  -o 'User=a b' x\\ y "q\\"q"`), [
    "/opt/my ssh/ssh",
    "-o",
    "User=a b",
    "x y",
    'q"q',
  ]);
  t.same(splitWords(`a'b'"c"d`), ["abcd"]);
  t.same(splitWords("''"), [""]);
  t.equal(splitWords("ssh 'open"), null);
  t.equal(splitWords('ssh "open'), null);
});

t.test("an invalid ssh URL is refused", async (t) => {
  const read = (url: string) => {
    const address = readAddress(url);
    return address.ok ? address.value : address.problems[0]?.message;
  };
  t.match(read("ssh://me@db.example.com:2222/srv/app.db"), {
    user: "me",
    host: "db.example.com",
    port: 2222,
    path: "/srv/app.db",
  });
  t.match(read("ssh://alias/srv/a%20b.db"), { user: null, host: "alias", port: null, path: "/srv/a b.db" });
  t.match(read("ssh://me@[::1]:22/a.db"), { host: "::1", port: 22 });
  t.match(read("ssh://me@host/~/app.db"), { path: "./app.db" });
});

t.test("an ssh URL that cannot be meant is refused", async (t) => {
  for (const url of [
    "ssh:///a.db",
    "ssh://host",
    "ssh://host/",
    "ssh://-oProxyCommand=id/a.db",
    "ssh://-x@host/a.db",
    "ssh://me:secret@host/a.db",
    "ssh://host:0/a.db",
    "ssh://host:99999/a.db",
    "ssh://host/a%0Ab.db",
    "ssh://host/a.db?mode=ro",
    "ssh://host/%zz.db",
  ]) {
    const address = readAddress(url);
    t.equal(address.ok, false, url);
    if (!address.ok) t.notMatch(JSON.stringify(address.problems), /secret/);
  }
});

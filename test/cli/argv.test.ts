import t from "tap";
import { parseArgv } from "../../src/cli/argv.ts";
import { commands } from "../../src/cli/spec/commands.ts";
import { widthOf, wantsColor } from "../../src/cli/output.ts";
import { readDecisions } from "../../src/work/planning/decisions.ts";
import { compatible, parseDotenv } from "../../src/work/dotenv.ts";

function parsed(...argv: readonly string[]) {
  const result = parseArgv(argv);
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join("; "));
  return result.value;
}

function wrong(...argv: readonly string[]): string {
  const result = parseArgv(argv);
  return result.ok
    ? ""
    : result.problems.map(({ code, message, help }) => `${code}: ${message} | ${help.join()}`).join("\n");
}

t.test("values stay the text that was typed", async (t) => {
  t.equal(parsed("plan", "--to", "0007").options.text("to"), "0007");
  t.equal(parsed("plan", "--to=1e3").options.text("to"), "1e3");
  t.equal(parsed("plan", "--out", "-").options.text("out"), "-");
  t.equal(parsed("plan", "--because=-x", "--approve", "drop-table:a").options.text("because"), "-x");
  t.equal(parsed("plan", "--because", "- it is old").options.text("because"), "- it is old");
  t.equal(parsed("plan", "--because", "").options.text("because"), "");
  t.equal(parsed("plan", "--fill", "a.b=x = 'y'").options.text("fill"), "a.b=x = 'y'");
  t.strictSame(parsed("plan", "--rename", "a:b", "--rename=c:d").options.list("rename"), ["a:b", "c:d"]);
  t.strictSame(parsed("drift", "007", "true").args, ["007", "true"]);
  t.strictSame(parsed("explain", "--", "--odd").args, ["--odd"]);
});

t.test("flags do not swallow what follows", async (t) => {
  const { args, options } = parsed("plan", "--json", "prod", "-qv");
  t.strictSame(args, ["prod"]);
  t.ok(options.flag("json") && options.flag("quiet") && options.flag("verbose"));
  t.notOk(options.flag("no-input"));
  t.ok(parsed("plan", "--no-input").options.flag("no-input"));
  t.equal(parsed("-C", "some where", "plan").options.text("dir"), "some where");
});

t.test("an unknown word is an error with the nearest known one, and is never run", async (t) => {
  t.match(wrong("plna"), "unknown-command: there is no command `plna` | did you mean  trueup plan ?");
  t.match(wrong("plan", "--aprove", "x"), "there is no option `--aprove` of plan | did you mean  --approve ?");
  t.match(wrong("plan", "-z"), "there is no option `-z` of plan");
  t.match(wrong("plan", "--constructor", "x"), "unknown-option");
  t.match(wrong("plan", "--__proto__=x"), "unknown-option");
  t.match(wrong("plan", "--format", "humn"), "did you mean  --format human ?");
  t.match(wrong("apply", "--parallel", "0"), "a whole number from 1");
  t.match(wrong("apply", "--lock-timeout", "soon"), "a time such as 500ms, 5s or 2m");
  t.match(wrong("apply", "--yes=no"), "--yes takes no value");
  t.match(wrong("plan", "--out"), "--out needs a value");
  t.match(wrong("plan", "--out", "--json"), "--out needs a value");
  t.match(wrong("plan", "--out", "a", "--out", "b"), "--out is given 2 times");
  t.match(wrong("verify"), "missing-argument: verify needs PLAN");
  t.match(wrong("init", "there"), "init takes no arguments; there is also `there`");
  t.match(wrong("init", "app.db"), "did you mean  trueup init --from app.db ?");
});

t.test("a command of another tool is answered with ours", async (t) => {
  t.match(wrong("migrate"), "there is no command `migrate` | trueup apply  run a plan");
  t.match(wrong("status"), "trueup drift  does the live database");
  t.notMatch(wrong("push"), "did you mean");
  const said = commands.flatMap(({ elsewhere = [] }) => elsewhere);
  t.equal(new Set([...said, ...commands.map(({ name }) => name)]).size, said.length + commands.length);
});

t.test("decisions are read, quoted names too", async (t) => {
  t.match(readDecisions(["--rename", "users.full_name:users.display_name", "--rename", "people:users"]), {
    ok: true,
    value: [
      { kind: "rename-column", table: "users", from: "full_name", to: "display_name" },
      { kind: "rename-table", from: "people", to: "users" },
    ],
  });
  t.match(readDecisions(["--rename", '"a.b"."c:d":"a.b".e']), {
    ok: true,
    value: [{ kind: "rename-column", table: "a.b", from: "c:d", to: "e" }],
  });
  t.match(readDecisions(["--fill", "o.total=CASE WHEN a = 1 THEN 'x=y' END"]), {
    ok: true,
    value: [{ kind: "fill", table: "o", column: "total", sql: "CASE WHEN a = 1 THEN 'x=y' END" }],
  });
  t.match(readDecisions(["--approve", "drop-table:old:1204", "--because", "moved"]), {
    ok: true,
    value: [{ kind: "approve", rule: "drop-table", object: "old", rows: 1204, because: "moved" }],
  });
  for (const flags of [
    ["--rename", "a.b"],
    ["--rename", "a:b:c"],
    ["--rename", "a:b.c"],
    ["--fill", "a=1"],
    ["--approve", "drop-tabel:x"],
    ["--approve", "everything"],
    ["--because", "no approve"],
    [
      "--approve",
      "drop-table:a",
      "--approve",
      "drop-table:b",
      "--approve",
      "drop-table:c",
      "--because",
      "x",
      "--because",
      "y",
    ],
  ]) {
    t.notOk(readDecisions(flags).ok, flags.join(" "));
  }
});

t.test("colour: the flag, NO_COLOR, FORCE_COLOR, TERM=dumb, the stream", async (t) => {
  t.ok(wantsColor(undefined, {}, true));
  t.notOk(wantsColor(undefined, {}, false));
  t.ok(wantsColor("always", { NO_COLOR: "1" }, false));
  t.notOk(wantsColor("never", { FORCE_COLOR: "1" }, true));
  t.notOk(wantsColor(undefined, { NO_COLOR: "1", FORCE_COLOR: "1" }, true));
  t.ok(wantsColor(undefined, { NO_COLOR: "", FORCE_COLOR: "1" }, false));
  t.notOk(wantsColor(undefined, { FORCE_COLOR: "0" }, true));
  t.ok(wantsColor(undefined, { FORCE_COLOR: "1", TERM: "dumb" }, false));
  t.notOk(wantsColor(undefined, { TERM: "dumb" }, true));
  t.equal(widthOf({ isTTY: true, columns: 72 }, {}), 72);
  t.equal(widthOf({}, {}), 100);
});

t.test(".env is read as Node reads it, by any Node", async (t) => {
  const text = [
    "A=1",
    "export B = two words # a comment",
    'C="x\\ny # no comment"',
    "D='it ''",
    "# E=5",
    "F=`a\nb`",
    'G=""',
    "H=a=b",
    "",
  ].join("\r\n");
  t.match(compatible(text), { A: "1", B: "two words", C: "x\ny # no comment", F: "a\nb", G: "", H: "a=b" });
  for (const name of ["A", "B", "C", "G", "H"]) t.equal(compatible(text)[name], parseDotenv(text)[name], name);
  t.equal(parseDotenv(text).E, undefined);
});

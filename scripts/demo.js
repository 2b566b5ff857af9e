// `npm start`: one change of a database with rows in it, from the edit of its declarations to the undo, on a screen or two.
// Everything happens in .trueup/demo, with the commands as anybody would type them.
import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { edit, edits, stage } from "./demo-scene.js";

const root = join(import.meta.dirname, "..");
const folder = join(root, ".trueup", "demo");
const color = process.stdout.isTTY === true && !process.env.NO_COLOR;
const paint = (code) => (text) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
const [bold, dim, green, red] = [paint(1), paint(2), paint(32), paint(31)];

function say(text) {
  console.log(`\n${bold(text)}\n`);
}

/** Runs a command as it is shown, and stops the demonstration if it ends otherwise than expected. */
function trueup(args, { expected = 0, progress = true } = {}) {
  const shown = args.map((arg) => (/^[\w./:=-]+$/.test(arg) ? arg : `'${arg}'`)).join(" ");
  console.log(dim(`$ trueup ${shown}${progress ? "" : " 2>/dev/null"}`));
  // Both streams where this one goes, so that they keep their order.
  const { status } = run(args, ["ignore", "inherit", progress ? process.stdout : "ignore"]);
  if (status !== expected) throw new Error(`trueup ${shown} ended with ${status}, and not with ${expected}`);
}

function run(args, stdio) {
  const env = { ...process.env, GITHUB_ACTIONS: "" };
  return spawnSync(process.execPath, [join(root, "bin", "trueup.js"), ...args, "--no-input"], {
    cwd: folder,
    env,
    stdio,
  });
}

function withDatabase(work) {
  const database = new Database(join(folder, "practice.db"));
  const result = work(database);
  database.close();
  return result;
}

function rows(query) {
  return withDatabase((database) => database.prepare(query).raw().all());
}

function showEdit({ file, before, after }) {
  const lines = (text) => text.split("\n").filter((line) => line !== "");
  console.log(dim(file));
  for (const line of lines(before)) console.log(red(`- ${line.slice(4)}`));
  for (const line of lines(after)) console.log(green(`+ ${line.slice(4)}`));
}

/** A line of a file and those behind it, as `grep -A` shows them. */
function grep(lines, text, file) {
  console.log(dim(`$ grep -A ${lines} '${text}' ${file}`));
  const all = readFileSync(join(folder, file), "utf8").split("\n");
  const at = all.findIndex((line) => line.includes(text));
  console.log(all.slice(at, at + lines + 1).join("\n"));
}

rmSync(folder, { recursive: true, force: true });
const inserts = stage(folder);
cpSync(join(root, "plans"), join(folder, "plans"), { recursive: true });
const { status } = run(["apply", "plans/", "--quiet"], ["ignore", "ignore", "inherit"]);
if (status !== 0) throw new Error(`the example was not created: ${status}`);
withDatabase((database) => database.exec(inserts));
const [[tunes, entries]] = rows("SELECT (SELECT count(*) FROM tune), (SELECT count(*) FROM practice)");

say(`A database with ${tunes} tunes, ${entries} of them to be practised. Its declarations in schema/ are edited:`);
for (const one of edits) {
  edit(folder, one);
  showEdit(one);
}

say("What would that do? Rows would be lost, so somebody has to say that they may be.");
trueup(["plan"], { expected: 21 });

say("Said, with a reason. The plan is one SQL file, for review; what is reviewed is what will run.");
const approve = ["--approve", "drop-column:practice.lapses:5", "--because", "the app counts them itself now"];
trueup(["plan", "--out", "plans/tempo.plan.sql", ...approve, "--quiet"]);
grep(4, "step fill tune.composer", "plans/tempo.plan.sql");

say("plans/ is the way from the empty database to the declarations. The new plan is what is pending here.");
trueup(["plans", "practice"]);

say("Apply: a backup, one transaction, verified before it commits.");
trueup(["apply", "plans/"], { progress: false });
for (const [title, composer, tempo] of rows("SELECT title, composer, tempo FROM tune LIMIT 3")) {
  console.log(`  ${String(title).padEnd(18)} ${composer}  ${tempo}`);
}

say("Somebody adds an index by hand. It does not go unseen.");
withDatabase((database) => database.exec("CREATE INDEX hotfix ON tune (composer)"));
trueup(["drift"], { expected: 2 });

say("Undo, byte for byte. What it replaces is kept as well.");
trueup(["undo", "--discard-writes", "--yes"]);

console.log(`\n${bold("That was it.")} It all lies in .trueup/demo: go there and try  ../../bin/trueup.js --help\n`);

import { readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import t from "tap";
import { edit, edits, stage } from "../../scripts/demo-scene.js";
import { built, root, shell, steady, trueup } from "../cli/run.ts";

built();

const readme = readFileSync(join(root, "README.md"), "utf8");
const [, snippet = "", session = ""] =
  /```ts\n\/\/ schema\/music\.ts, before: +(.*\n[\s\S]*?)```\n[\s\S]*?```text\n([\s\S]*?)```/.exec(readme) ?? [];

/** Each command with what is shown under it. */
const shown = session.split(/^\$ /m).flatMap((part) => {
  const [command = "", ...output] = part.split("\n");
  return command === "" ? [] : [{ command, output: output.join("\n") }];
});

/** What is another at each run: times, hashes of a time, sizes. */
function same(text: string, folder: string): string {
  return steady(text, folder)
    .replace(/ {2,}\d+\.\d kB\b/g, " N kB")
    .replace(/ +N ms\b/g, " N ms")
    .replace(/^(✓.*?) {2,}/gm, "$1 ")
    .trimEnd();
}

t.test("the session at the top of the README is what the program prints", async (t) => {
  t.strictSame(
    shown.map(({ command }) => command.split(" ").slice(0, 2).join(" ")),
    ["trueup plan", "trueup apply"],
  );
  const cwd = t.testdir();
  const inserts = stage(cwd);
  t.equal(trueup({ cwd }, "apply", "--yes").exit, 0);
  const database = new Database(join(cwd, "practice.db"));
  database.exec(inserts);
  database.close();
  for (const one of edits) edit(cwd, one);

  const [before = "", ...after] = snippet.trimEnd().split("\n");
  t.equal(before, edits[0]?.before.trim(), "the line of the declarations before");
  t.strictSame(
    after,
    edits[0]?.after
      .trimEnd()
      .split("\n")
      .map((line) => line.slice(4)),
    "and those after",
  );

  for (const { command, output } of shown) {
    const typed = command.replace(/^trueup/, `"${process.execPath}" "${join(root, "bin", "trueup.js")}"`);
    const ran = shell({ cwd, env: { COLUMNS: "100" } }, `${typed} 2>&1`);
    t.equal(ran.exit, 0, command);
    const printed = same(ran.out, cwd).split("\n");
    const expected = same(output, cwd).split("\n");
    const whole = command.startsWith("trueup plan");
    if (whole) t.strictSame(expected, printed, command);
    // Of the steps some were left out, and nothing else stands in another order.
    let at = 0;
    const missing = expected.filter((line) => {
      const found = printed.indexOf(line, at);
      if (found >= 0) at = found + 1;
      return found < 0;
    });
    t.strictSame(missing, [], `${command}: every line that is shown is printed, in this order`);
  }
});

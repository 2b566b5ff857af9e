import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { bin, built, shell, trueup } from "./run.ts";

built();

/** More than the 1 kB that a file may have below. */
const schema = `import { integer, table, text } from "trueup";
// ${"Why it is as it is. ".repeat(60)}
export const tune = table({ id: integer().primaryKey(), title: text() });
`;

function project(folder: string): string {
  mkdirSync(join(folder, "schema"));
  const file = join(folder, "schema", "schema.ts");
  writeFileSync(file, schema, { mode: 0o640 });
  return file;
}

t.test("on a full disk, the old content is kept", async (t) => {
  const cwd = t.testdir();
  const file = project(cwd);
  // Without what the test runner preloads into every Node: that handles the signal of this limit, and ends the process.
  const node = `ulimit -f 1; env -u NODE_OPTIONS "${process.execPath}" "${bin}"`;
  const env = { XDG_CACHE_HOME: join(cwd, "cache") };
  const full = shell({ cwd, env }, `${node} rename tune.title name`);
  t.match(full, { exit: 1, signal: null });
  t.match(full.err, "error[path-unusable]: schema/schema.ts cannot be used: the file is larger than");
  t.equal(readFileSync(file, "utf8"), schema);
  t.strictSame(readdirSync(join(cwd, "schema")), ["schema.ts"], "and nothing half written lies beside it");

  const drawn = trueup({ cwd }, "draw", "--out", "/dev/full");
  t.equal(drawn.exit, 1);
  t.match(drawn.err, "error[path-unusable]: /dev/full cannot be used: there is no space left");
});

t.test("a link stays a link, and a file keeps its permissions", async (t) => {
  const cwd = t.testdir();
  const real = project(cwd);
  const link = join(cwd, "link.ts");
  symlinkSync(real, link);
  t.equal(trueup({ cwd }, "rename", "tune.title", "name", "--schema", "link.ts").exit, 0);
  t.ok(lstatSync(link).isSymbolicLink());
  t.match(readFileSync(real, "utf8"), 'name: text().was("title")');
  t.equal(statSync(real).mode & 0o777, 0o640);
});

t.test("a picture that draw cannot make is refused, not written as Mermaid under another name", async (t) => {
  const cwd = t.testdir();
  project(cwd);
  const drawn = trueup({ cwd }, "draw", "--out", "schema.pdf");
  t.equal(drawn.exit, 64);
  t.match(drawn.err, "error[bad-value]: --out: draw makes no .pdf files");
  t.strictSame(readdirSync(cwd), ["schema"]);
});

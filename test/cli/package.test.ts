import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import t from "tap";
import { temporaryFolder } from "../kit/database.ts";
import { otherNodes } from "../kit/nodes.ts";
import { built, root } from "./run.ts";

t.setTimeout(900_000);
built();

const schema = `import { integer, table, text, type Insert, type Row } from "trueup";

export const tune = table({ id: integer().primaryKey(), title: text() });
export const row: Row<typeof tune> = { id: 1, title: "The Silver Spear" };
export const fresh: Insert<typeof tune> = { title: "The Silver Spear" };
`;

const quiet = ["--silent", "--no-audit", "--no-fund", "--prefer-offline"];

/** The package as it would be published. Without scripts: they would build what is already built. */
const place = temporaryFolder(t);
const said = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", place], {
  cwd: root,
  encoding: "utf8",
});
const [packed]: readonly { filename: string; files: readonly { path: string }[] }[] = JSON.parse(said);

/** Installed by npm into a folder with nothing in it. */
function installed(folder: string): string {
  const app = join(folder, "an app");
  mkdirSync(join(app, "schema"), { recursive: true });
  writeFileSync(join(app, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(app, "schema", "tune.ts"), schema);
  writeFileSync(join(app, "app.db"), "");
  execFileSync("npm", ["install", ...quiet, join(place, packed?.filename ?? "")], { cwd: app, stdio: "inherit" });
  return app;
}

function sizeOf(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) =>
    lstatSync(join(folder, name)),
  );
  return entries.reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
}

t.test("the packed package installs into an empty folder, plans and applies", async (t) => {
  const app = installed(t.testdir({}));
  const files = readdirSync(join(app, "node_modules", "trueup"));
  t.strictSame(
    files.filter(
      (name) =>
        !["bin", "dist", "docs", "action.yml", "package.json", "README.md", "LICENSE", "CHANGELOG.md"].includes(name),
    ),
    [],
    "nothing of the development goes along",
  );
  const said = Number(/(\d+) MB with all dependencies/.exec(readFileSync(join(root, "README.md"), "utf8"))?.[1]);
  const megabytes = sizeOf(join(app, "node_modules")) / 1e6;
  t.ok(Math.abs(megabytes - said) < said / 8, `the README says ${said} MB, and it is ${megabytes.toFixed(1)}`);
  const run = (node: string, ...args: readonly string[]) =>
    spawnSync(node, [join(app, "node_modules", "trueup", "bin", "trueup.js"), ...args], { cwd: app, encoding: "utf8" });
  const version = spawnSync("npx", ["--no-install", "trueup", "--version"], { cwd: app, encoding: "utf8" });
  t.equal(version.stdout.trim(), JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version);
  for (const node of [process.execPath, ...otherNodes().map(({ program }) => program)]) {
    if (!existsSync(node)) {
      t.pass(`npm could not bring ${node}`, { skip: true });
      continue;
    }
    writeFileSync(join(app, "app.db"), "");
    const planned = run(node, "plan", "app.db", "--out", "plans/first.plan.sql");
    t.strictSame([planned.status, planned.stderr], [0, ""], `${node} plans`);
    const applied = run(node, "apply", "plans/first.plan.sql", "app.db");
    t.equal(applied.status, 0, `${node} applies ${applied.stderr}`);
    t.equal(run(node, "check").status, 0, `${node} checks`);
    t.equal(run(node, "draw", "--format", "svg").status, 0, `${node} draws`);
  }
});

t.test("the types of the package hold under the strictest compiler", async (t) => {
  const folder = t.testdir({ "schema.ts": schema, "wrong.ts": schema.replace('title: "The', 'titel: "The') });
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules", "trueup"));
  const compiler = join(root, "node_modules", "typescript-native", "bin", "tsc");
  const options = ["--noEmit", "--strict", "--ignoreConfig", "--module", "nodenext", "--target", "es2022"];
  const { stdout } = spawnSync(process.execPath, [compiler, ...options, "schema.ts", "wrong.ts"], {
    cwd: folder,
    encoding: "utf8",
  });
  const complaints = stdout.trim().split("\n");
  t.equal(complaints.length, 1, stdout);
  t.match(complaints[0], /^wrong\.ts.*titel/);
});

t.test("what a schema file imports is small, typed, and needs nothing else", async (t) => {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  t.strictSame(Object.keys(manifest.exports), [".", "./record", "./start", "./start/sync", "./api", "./package.json"]);
  const entry = join(root, "dist", "index.js");
  t.notMatch(readFileSync(entry, "utf8"), /^import .* from "[^.]/m, "no import of a package");
  const types = readFileSync(join(root, "dist", "types", "index.d.ts"), "utf8");
  t.match(types, /export (type )?\{[^}]*\bRow\b/, "Row is exported");
  for (const file of readdirSync(join(root, "dist", "types"), { recursive: true, encoding: "utf8" })) {
    if (file.endsWith(".d.ts")) {
      const text = readFileSync(join(root, "dist", "types", file), "utf8");
      t.notMatch(text, /from "\.[^"]*\.ts"/, `${file} imports what is in the package`);
    }
  }
});

t.test("where the project is published is stated in package.json, and nowhere else", async (t) => {
  const { repository, homepage } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const [, owner = ""] = /^git\+https:\/\/github\.com\/([\w-]+)\/trueup\.git$/.exec(repository.url) ?? [];
  t.equal(homepage, `https://${owner}.github.io/trueup/`);
  const found = spawnSync("git", ["grep", "-lF", `${owner}/trueup`], { cwd: root, encoding: "utf8" });
  t.strictSame(found.stdout.trim().split("\n"), ["package.json"]);
});

t.test("the contents of the package are listed here, and its links lead to what is packed", async (t) => {
  const files = new Set(packed?.files.map(({ path }) => path));
  const expected = [
    /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|action\.yml)$/,
    /^bin\/trueup\.js$/,
    /^dist\/(LICENSES\.txt|[\w.-]+\.js|(cli|start)\/[\w.-]+\.js|types\/[\w/.-]+\.d\.ts)$/,
    /^docs\/(?!decisions\/)[\w/-]+\.(md|svg|sql|txt|yml|sh)$/,
  ];
  const strange = [...files].filter((file) => !expected.some((each) => each.test(file)));
  t.strictSame(strange, []);
  for (const page of [...files].filter((file) => file.endsWith(".md"))) {
    const prose = readFileSync(join(root, page), "utf8").replace(/^```[\s\S]*?^```/gm, "");
    for (const [, link = ""] of prose.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
      if (/^[a-z]+:/.test(link)) continue;
      const to = normalize(join(dirname(page), link));
      if (!files.has(to) && ![...files].some((file) => file.startsWith(`${to}/`))) t.fail(`${page} links to ${link}`);
    }
  }
});

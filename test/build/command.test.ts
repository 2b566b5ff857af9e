import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { shapes } from "../../src/cli/json.ts";
import { built, root, command } from "../cli/run.ts";
import { repository } from "./kit.ts";

t.setTimeout(900_000);
built();

const config = (build: string) => ({
  "trueup.config.ts": `export default { schema: "schema.sql", build: { ${build} } };`,
});
const first = { "schema.sql": "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, age TEXT);" };
const second = { "schema.sql": "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE, age TEXT);" };

t.test("a release from the open question to the file that is checked in CI", async (t) => {
  const cwd = repository(t, { "v1.0.0": { ...config(`out: "src/bundle.ts", bases: "v*"`), ...first } }, second);
  const open = await command({ cwd }, "build");
  t.equal(open.exit, 21, "a decision is missing");
  t.match(open.err, /users\.email must be unique, and rows on other machines\s+may have duplicates/);
  t.match(open.err, "--refuse 'unique:users.email'");

  const json = JSON.parse((await command({ cwd }, "build", "--json")).out);
  t.strictSame(
    json.decisions[0].answers.map(({ flags }: { flags: readonly string[] }) => flags),
    [
      ["--repair", "unique:users.email=SQL"],
      ["--refuse", "unique:users.email"],
    ],
    "an agent gets the answers as flags",
  );

  t.match((await command({ cwd }, "build", "--refuse", "unique:users.email")).out, /^wrote {2}src\/bundle\.ts: 1 base/);
  writeFileSync(
    join(cwd, "trueup.config.ts"),
    config(`out: "src/bundle.ts", bases: "v*", refuse: ["unique:users.email"]`)["trueup.config.ts"],
  );
  t.equal((await command({ cwd }, "build", "--check")).exit, 0, "the flag or the configuration: the same file");
  appendFileSync(join(cwd, "src/bundle.ts"), "// by hand\n");
  const edited = await command({ cwd }, "build", "--check");
  t.equal(edited.exit, 2);
  t.match(edited.out, "src/bundle.ts: it is not what would be written now");
  const written = await command({ cwd }, "build", "--json");
  t.ok(shapes.build.safeParse(JSON.parse(written.out)).success, "the shape of the reference");
  t.notMatch(readFileSync(join(cwd, "src/bundle.ts"), "utf8"), /by hand/);
});

t.test("the release matrix, on a terminal, in a pull request and as JSON", async (t) => {
  const cwd = repository(
    t,
    { "v1.0.0": { ...config(`bases: "v*", refuse: ["unique:users.email"]`), ...first } },
    second,
  );
  const text = await command({ cwd }, "check", "--bases");
  t.equal(text.exit, 0);
  t.match(text.out, /^! v1\.0\.0 +reaches the declarations, or refuses/m);
  t.match(text.out, /refuses where rows break unique:users\.email/);
  t.match((await command({ cwd }, "check", "--bases", "--format", "markdown")).out, /^\| ! \| `v1\.0\.0` \|/m);
  const json = JSON.parse((await command({ cwd }, "check", "--bases", "--json")).out);
  t.ok(shapes.check.safeParse(json).success, "the shape of the reference");
  t.match(json.releases[1], { releases: ["v1.0.0"], state: "refuses", needs: ["refuse unique:users.email"] });

  writeFileSync(
    join(cwd, "schema.sql"),
    "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE, age INTEGER);",
  );
  const open = await command({ cwd }, "check", "--bases");
  t.equal(open.exit, 21);
  t.match(open.out, /^\? v1\.0\.0 +a decision is missing/m);
});

t.test("what cannot be understood is a usage error, and nothing is written", async (t) => {
  const cwd = repository(t, { "v1.0.0": { ...config(`bases: "v*"`), ...first } }, {});
  const wrong: readonly (readonly [exit: number, ...args: string[]])[] = [
    [64, "--engines", "postgres"],
    [64, "--refuse", "users.email"],
    [64, "--refuse", "uniqe:users.email"],
    [64, "--repair", "unique:users.email=DROP TABLE users"],
    [64, "--repair", "unique:users.email=DELETE FROM users; DELETE FROM users"],
    [1, "--bases", "nightly-*"],
    [1, "--out", "bundle.txt"],
    [1],
  ];
  for (const [exit, ...args] of wrong) {
    const out = args.includes("--out") || args.length === 0 ? [] : ["--out", "bundle.ts"];
    t.equal((await command({ cwd }, "build", ...out, ...args)).exit, exit, args.join(" "));
  }
  t.throws(() => readFileSync(join(cwd, "bundle.ts")));
  writeFileSync(join(cwd, "trueup.config.ts"), config("")["trueup.config.ts"]);
  t.match((await command({ cwd }, "check", "--bases")).err, "no release is named, neither here");
});

t.test("the file is checked against the type that the runtime exports", async (t) => {
  const cwd = repository(t, { "v1.0.0": { ...config(`bases: "v*"`), ...first } }, second);
  mkdirSync(join(cwd, "node_modules"));
  symlinkSync(root, join(cwd, "node_modules", "trueup"));
  const flags = ["--refuse", "unique:users.email"];
  for (const out of ["bundle.ts", "other.js"])
    t.equal((await command({ cwd }, "build", "--out", out, ...flags)).exit, 0);
  writeFileSync(
    join(cwd, "use.ts"),
    `import type { Bundle } from "trueup/start";
import { bundle } from "./bundle.ts";
import other from "./other.js";
export const both: readonly Bundle[] = [bundle, other];
`,
  );
  const tsc = join(root, "node_modules", "typescript-native", "bin", "tsc");
  const options = ["--noEmit", "--strict", "--skipLibCheck", "--allowJs", "--checkJs", "--allowImportingTsExtensions"];
  const modules = [
    "--module",
    "nodenext",
    "--target",
    "es2022",
    "--types",
    "node",
    "--typeRoots",
    join(root, "node_modules", "@types"),
  ];
  const run = (): string => {
    try {
      return execFileSync(process.execPath, [tsc, "--ignoreConfig", ...options, ...modules, "use.ts"], {
        cwd,
        encoding: "utf8",
      });
    } catch (error) {
      return error instanceof Error && "stdout" in error ? String(error.stdout) : String(error);
    }
  };
  t.equal(run(), "");
  const text = readFileSync(join(cwd, "bundle.ts"), "utf8");
  writeFileSync(join(cwd, "bundle.ts"), text.replace('"format": 1', '"format": 2'));
  t.match(run(), /bundle\.ts.*error TS/, "and what is no bundle does not pass");
});

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import t, { type Test } from "tap";
import type { Bundle } from "../../src/start/bundle.ts";
import { bundleFor } from "../kit/bundle.ts";
import { temporaryFolder } from "../kit/database.ts";

/** The two examples through their lives: three releases, a beta, and an older release on a newer database. */
const root = join(import.meta.dirname, "..", "..");
const desktop = join(root, "examples", "desktop");
const old = ["v1.0.0", "v1.1.0-beta.1", "v1.1.0"] as const;
const newest = readFileSync(join(desktop, "schema.bundle.js"), "utf8");
const releases = Object.fromEntries(
  old.map((name) => [name, readFileSync(join(desktop, "releases", `${name}.sql`), "utf8")]),
);

/** What each release ships. */
const modules: Record<string, string> = { "v1.2.0": newest };
for (const name of old) modules[name] = asModule(await bundleFor({ releases }, name));

function asModule(bundle: Bundle): string {
  return `export const bundle = ${JSON.stringify(bundle)};\n`;
}

t.test("the bundle in the examples is what trueup build makes", async (t) => {
  const args = [join(root, "bin", "trueup.js"), "build", "--check", "--release", "v1.2.0"];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: desktop, encoding: "utf8" });
  t.equal(status, 0, stderr);
  t.equal(readFileSync(join(root, "examples", "durable-object", "schema.bundle.js"), "utf8"), newest);
});

/** The program as it is installed, and what happens when it is started. */
function installed(t: Test) {
  const home = temporaryFolder(t);
  const program = join(home, "program");
  mkdirSync(join(program, "node_modules"), { recursive: true });
  cpSync(join(desktop, "notes.js"), join(program, "notes.js"));
  writeFileSync(join(program, "package.json"), `{ "type": "module" }`);
  symlinkSync(root, join(program, "node_modules", "trueup"));
  symlinkSync(join(root, "node_modules", "libsql"), join(program, "node_modules", "libsql"));
  return {
    backups: () => readdirSync(join(home, "backups")),
    start(release: string, ...words: readonly string[]) {
      writeFileSync(join(program, "schema.bundle.js"), modules[release] ?? "");
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(program, "notes.js"), ...words], {
        env: { ...process.env, NOTES: home },
        encoding: "utf8",
      });
      return { status, stdout, stderr };
    },
  };
}

t.test("a program on the desktop", async (t) => {
  const { start, backups } = installed(t);
  t.strictSame(start("v1.0.0", "add", "call Ada"), { status: 0, stdout: "", stderr: "" });
  t.match(start("v1.1.0-beta.1", "add", "buy rosin"), { status: 0, stderr: "updated from v1.0.0 to v1.1.0-beta.1\n" });
  t.match(start("v1.1.0", "list"), { status: 0, stderr: "updated from v1.1.0-beta.1 to v1.1.0\n" });
  t.match(start("v1.1.0", "list"), { status: 0, stderr: "" });
  t.strictSame(start("v1.2.0", "list"), {
    status: 0,
    stdout: "1  call Ada\n2  buy rosin\n",
    stderr: "updated from v1.1.0 to v1.2.0\n",
  });
  t.match(
    backups(),
    [/^notes\.db\..*Z\.v1\.1\.0\.to\.v1\.2\.0\.db$/],
    "only the one that rewrites a table is copied before",
  );
  const refused = start("v1.1.0", "list");
  t.equal(refused.status, 3, "an older release does not write into it: body no longer takes NULL");
  t.match(refused.stderr, /^this database was brought up to date by v1\.2\.0, and this is v1\.1\.0\n/);
  t.match(refused.stderr, /a copy from before: .*v1\.1\.0\.to\.v1\.2\.0\.db/);
  t.match(start("v1.2.0", "list"), { status: 0, stdout: "1  call Ada\n2  buy rosin\n", stderr: "" });
});

t.test("a release that only adds columns lets the one before it continue", async (t) => {
  const { start } = installed(t);
  t.match(start("v1.1.0", "add", "call Ada"), { status: 0, stderr: "" });
  t.match(start("v1.0.0", "list"), { status: 0, stdout: "1  call Ada\n", stderr: "" });
});

t.test("a Durable Object", async (t) => {
  const folder = temporaryFolder(t);
  const running: Miniflare[] = [];
  t.teardown(() => Promise.all(running.map((each) => each.dispose())));
  const start = async (release: string) => {
    await Promise.all(running.splice(0).map((each) => each.dispose()));
    const { outputFiles } = await build({
      entryPoints: [join(root, "examples", "durable-object", "worker.js")],
      bundle: true,
      write: false,
      format: "esm",
      platform: "neutral",
      external: ["cloudflare:*"],
      plugins: [bundleOf(release)],
    });
    const mf = new Miniflare({
      modules: true,
      script: outputFiles[0]?.text ?? "",
      compatibilityDate: "2026-04-01",
      durableObjects: { NOTEBOOK: { className: "Notebook", useSQLite: true } },
      durableObjectsPersist: folder,
    });
    running.push(mf);
    return async (init: { readonly method?: string; readonly body?: string } = {}) => {
      const answer = await mf.dispatchFetch("http://localhost/ada", init);
      return { status: answer.status, ...((await answer.json()) as object) };
    };
  };
  let ask = await start("v1.0.0");
  t.match(await ask({ method: "POST", body: "call Ada" }), { status: 200, state: "created", notes: ["call Ada"] });
  ask = await start("v1.1.0-beta.1");
  t.match(await ask(), { status: 200, state: "applied", notes: ["call Ada"] });
  ask = await start("v1.1.0");
  t.match(await ask(), { status: 200, state: "applied", notes: ["call Ada"] });
  ask = await start("v1.2.0");
  t.match(await ask({ method: "POST", body: "buy rosin" }), { state: "applied", notes: ["call Ada", "buy rosin"] });
  ask = await start("v1.1.0");
  t.match(await ask(), { status: 503, code: "newer" });
  ask = await start("v1.2.0");
  t.match(await ask(), { status: 200, state: "unchanged", notes: ["call Ada", "buy rosin"] });
});

/** The bundle of another release, and trueup as it is built. */
function bundleOf(release: string): import("esbuild").Plugin {
  return {
    name: "release",
    setup({ onLoad, onResolve }) {
      onLoad({ filter: /schema\.bundle\.js$/ }, () => ({ contents: modules[release] ?? "" }));
      onResolve({ filter: /^trueup\/start$/ }, () => ({ path: join(root, "dist", "start", "start.js") }));
    },
  };
}

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { readConfig } from "../../src/compile/config/config.ts";
import { findConfig } from "../../src/compile/config/find-config.ts";

async function read(t: Test, text: string, cache: string | null = null) {
  const folder = t.testdir({ "trueup.config.ts": text });
  const checked = await readConfig(join(folder, "trueup.config.ts"), { cache });
  const problems = checked.ok
    ? []
    : checked.problems.map(({ code, message, at, help }) => [
        code,
        message,
        at === undefined ? "" : text.slice(at.start, at.end),
        help[0] ?? "",
      ]);
  return { folder, config: checked.ok ? checked.value : null, problems };
}

const start = `import { defineConfig, env } from "trueup";\n`;

t.test("a configuration is read with its defaults filled in and its paths made absolute", async (t) => {
  const { config, folder, problems } = await read(
    t,
    `${start}const common = ["audit_*"];
export default defineConfig({
  schema: "db/schema",
  backups: { folder: "kept", keep: 5, keepDays: 30 },
  backup: { full: "up to 2.5 GB" },
  ignore: ["legacy_*"],
  protect: [...common],
  lint: { autoincrement: "off", "not-strict": "error" },
  queries: { files: ["src/**/*.ts"], placeholders: { "???": "?" } },
  deployed: "git:origin/main",
  functions: ["slug"],
  collations: ["unicase"],
  default: "dev",
  targets: {
    dev: "file:app.db",
    staging: env("STAGING_URL"),
    prod: {
      url: "libsql://music.turso.io",
      authToken: env("TURSO_TOKEN"),
      adminUrl: "http://localhost:9090",
      hooks: { before: ["systemctl", "stop", "music"], after: { shell: "systemctl start music && true", on: "target" } },
      protect: ["user"],
      unasked: ["drop-index"],
      ignore: ["scratch"],
      confirm: true,
      backups: false,
      lockTimeout: 10,
    },
    tenants: { glob: "data/*.db", backups: "elsewhere", backup: "changes" },
    listed: { urls: ["file:a.db", env("B_URL")] },
    asked: { command: ["list-tenants", "--urls"] },
  },
});`,
  );
  t.same(problems, []);
  if (config === null) return;
  t.strictSame(config.schema, [join(folder, "db/schema")]);
  t.equal(config.plans, join(folder, "plans"));
  t.equal(config.backups, join(folder, "kept"));
  t.same(config.keep, { count: 5, days: 30 });
  t.same(config.lint, { autoincrement: "off", "not-strict": "error" });
  t.same(config.queries, { files: ["src/**/*.ts"], placeholders: { "???": "?" }, scanRows: 1000 });
  t.equal(config.deployed, "git:origin/main");
  t.same(config.beside.functions, ["slug"]);
  t.equal(config.default, "dev");
  const [dev, staging, prod, tenants, listed, asked] = config.targets;
  t.same(dev?.place, { kind: "url", url: "file:app.db" });
  t.match(staging?.place, { kind: "url", url: { env: "STAGING_URL" } });
  t.match(prod, {
    name: "prod",
    authToken: { env: "TURSO_TOKEN" },
    adminUrl: "http://localhost:9090",
    before: { run: ["systemctl", "stop", "music"], on: "here" },
    after: { run: { shell: "systemctl start music && true" }, on: "target" },
    protect: ["audit_*", "user"],
    unasked: ["drop-index"],
    beside: { ignore: ["legacy_*", "scratch"], functions: ["slug"], collations: ["unicase"] },
    confirm: true,
    approval: { kind: "person" },
    backups: null,
    lockTimeout: 10,
  });
  t.same(tenants?.place, { kind: "glob", glob: "data/*.db" });
  t.equal(tenants?.backups, join(folder, "elsewhere"));
  t.same([config.fullUpTo, prod?.fullUpTo, tenants?.fullUpTo], [2.5e9, 2.5e9, 0]);
  t.match(listed?.place, { kind: "urls", urls: ["file:a.db", { env: "B_URL" }] });
  t.same(asked?.place, { kind: "command", command: ["list-tenants", "--urls"] });
});

t.test("a guarded target is approved by a person, unless it is for development", async (t) => {
  const key = "SHA256:d/fGNVWUUqaC0hYApCnOOlvtUO1JwVZ/WL4X3HLZ3Wc";
  const gpg = "0123 4567 89ab cdef 0123  4567 89AB CDEF 0123 4567";
  const { config, problems } = await read(
    t,
    `${start}export default { protect: ["tune"], targets: {
  plain: "file:a.db",
  named: { url: "file:b.db", confirm: true },
  kept: { url: "file:c.db", protect: ["user"] },
  dev: { url: "file:d.db", confirm: true, dev: true },
  scratch: { url: "file:e.db", confirm: true, disposable: true },
  flags: { url: "file:f.db", confirm: true, approval: "flags" },
  person: { url: "file:g.db", approval: "person" },
  keys: { url: "file:h.db", approval: { signedBy: ["${key}", "${gpg}"] } },
} };`,
  );
  t.same(problems, []);
  t.strictSame(Object.fromEntries((config?.targets ?? []).map(({ name, approval }) => [name, approval])), {
    plain: { kind: "flags" },
    named: { kind: "person" },
    kept: { kind: "person" },
    dev: { kind: "flags" },
    scratch: { kind: "flags" },
    flags: { kind: "flags" },
    person: { kind: "person" },
    keys: { kind: "signed", by: [key, "0123456789ABCDEF0123456789ABCDEF01234567"] },
  });
  const short = await read(
    t,
    `${start}export default { targets: { a: { url: "x.db", approval: { signedBy: ["SHA256:d/fG"] } } } };`,
  );
  t.match(short.problems[0]?.[1], "whole fingerprint", "the start of a key's fingerprint could be met by another key");
});

t.test("the place of a variable is kept, so that a missing one can be shown", async (t) => {
  const text = `${start}export default { targets: { prod: { url: "libsql://x", authToken: env("TOKEN") } } };`;
  const { config } = await read(t, text);
  const at = config?.targets[0]?.authToken?.at;
  t.equal(at && text.slice(at.start, at.end), 'env("TOKEN")');
  t.equal(config?.default, "prod", "the only target is meant where none is named");
});

t.test("mistakes are reported at their places, all at once", async (t) => {
  const { problems } = await read(
    t,
    `${start}export default defineConfig({
  schem: "schema",
  plans: 5,
  protect: "users",
  lint: { autoincrment: "off", "select-star": "loud" },
  default: "prd",
  targets: {
    prod: { url: "libsql://x?authToken=abc", authToken: "secret", confrm: true },
    both: { url: "file:a.db", glob: "*.db" },
    none: { confirm: true },
    "odd name": "file:a.db",
    hooked: { url: "file:a.db", hooks: { befor: ["x"], after: "systemctl stop" } },
    list: ["file:a.db"],
    user: "http://user:password@host/",
  },
});`,
  );
  t.same(
    problems.map(([code, message, words]) => [code, message, words]),
    [
      ["config-wrong-value", "`plans` must be a string", "5"],
      ["config-wrong-value", "`protect` must be a list of names", '"users"'],
      ["config-wrong-value", '`lint.select-star` must be "off", "warn" or "error"', '"loud"'],
      ["config-unknown-key", "there is no setting `schem`", "schem"],
      [
        "secret-in-config",
        "`targets.prod.authToken` is a secret, and the configuration is a file that is committed",
        '"secret"',
      ],
      ["config-unknown-key", "`targets.prod` has no setting `confrm`", "confrm"],
      ["config-wrong-value", "`targets.both` has both url and glob", '{ url: "file:a.db", glob: "*.db" }'],
      ["config-wrong-value", "`targets.none` does not say where its database is", "{ confirm: true }"],
      ["config-wrong-value", "`odd name` cannot be the name of a target", '"file:a.db"'],
      ["config-unknown-key", "`targets.hooked.hooks` has no setting `befor`", "befor"],
      ["config-wrong-value", "`targets.list` must be a URL, or an object such as { url }", '["file:a.db"]'],
      [
        "secret-in-config",
        "this URL contains a secret, and the configuration is a file that is committed",
        '"http://user:password@host/"',
      ],
    ],
  );
});

t.test("an unknown rule, target or name is reported with the nearest one", async (t) => {
  const { problems } = await read(
    t,
    `export default { default: "prd", lint: { autoincrment: "off" }, targets: { prod: "file:a.db" } };`,
  );
  t.same(
    problems.map(([, message, words, help]) => [message, words, help]),
    [
      ["there is no lint rule `autoincrment`", "autoincrment", "did you mean `autoincrement`?"],
      ["there is no target `prd`", '"prd"', "did you mean `prod`?"],
    ],
  );
});

t.test("a configuration is never run", async (t) => {
  const { problems } = await read(
    t,
    `export default { targets: { a: process.env.URL }, schema: (() => { throw new Error("ran"); })() };`,
  );
  t.same(
    problems.map(([code]) => code),
    ["not-declarative", "not-declarative"],
  );
  t.same(
    (await read(t, "export const x = 1;")).problems.map(([code]) => code),
    ["config-without-default"],
  );
  t.same(
    (await read(t, "export default 5;")).problems.map(([code]) => code),
    ["config-wrong-value"],
  );
});

t.test("a configuration comes from the cache while it is unchanged", async (t) => {
  const text = `${start}export default { targets: { prod: { url: env("URL") } } };`;
  const cache = t.testdir({});
  const first = await read(t, text);
  const folder = join(first.folder, "cache");
  const path = join(first.folder, "trueup.config.ts");
  const once = await readConfig(path, { cache: folder });
  t.same(await readConfig(path, { cache: folder }), once);
  writeFileSync(path, text.replace("prod", "live"));
  const other = await readConfig(path, { cache: folder });
  t.equal(other.ok && other.value.targets[0]?.name, "live");
  t.ok(cache);
});

t.test("the configuration is the nearest one above, and there is only one", async (t) => {
  const folder = t.testdir({
    a: { b: {} },
    "trueup.config.ts": "",
    two: { "trueup.config.ts": "", "trueup.config.json": "" },
    wrong: { "trueup.config.mjs": "" },
  });
  mkdirSync(join(folder, "a/b/c"));
  const found = findConfig(join(folder, "a/b/c"));
  t.equal(found.ok && found.value, join(folder, "trueup.config.ts"));
  const said = (name: string) => {
    const checked = findConfig(join(folder, name));
    return checked.ok ? [] : checked.problems.map(({ code, message }) => [code, message]);
  };
  t.same(said("two"), [["two-configs", "there are two configurations: trueup.config.ts and trueup.config.json"]]);
  t.same(said("wrong"), [["two-configs", "the configuration must be named trueup.config.ts"]]);
});

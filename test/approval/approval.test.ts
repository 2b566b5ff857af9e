import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { reseal } from "../../src/plan/seal.ts";
import { bin, built, has, inTerminal } from "../cli/run.ts";
import { config, guarded, journal, plan, publicKey, sshKey } from "./fixture.ts";

t.before(built);
t.setTimeout(240_000);
const ci = { CI: "true", GITHUB_ACTIONS: "true", GITHUB_RUN_ID: "17" };

t.test("what is destroyed on a guarded target is not approved by flags, and nothing happens", async (t) => {
  const it = await guarded(t);
  const { exit, err } = it.run({}, "apply", plan, "--confirm", "prod");
  t.equal(exit, 21);
  const said = err.replace(/\s+/g, " ");
  t.match(
    said,
    /error\[approval-outside\]: .* destroys something, and for prod that must be approved outside of this command/,
  );
  t.match(err, "drop-table session");
  t.match(err, `TRUEUP_APPROVED_SEALS=${it.seal.replace("sha256:", "")}`);
  t.equal(await it.rows(), 3);
  t.notOk(existsSync(join(it.cwd, "backups")), "not even a backup was begun");
});

t.test("a plan that takes nothing away needs no one", async (t) => {
  const it = await guarded(t);
  writeFileSync(
    join(it.cwd, "schema", "schema.ts"),
    `import { index, integer, table, text } from "trueup";
export const tune = table({ id: integer().primaryKey(), title: text(), key: text().nullable() });
export const tune_by_title = index(tune.title);
export const session = table({ id: integer().primaryKey(), who: text() });
`,
  );
  t.equal(it.run({}, "plan", "--out", "plans/add.plan.sql").exit, 0);
  t.equal(it.run({}, "apply", "plans/add.plan.sql", "--confirm", "prod").exit, 0);
  t.match(journal(it), [{ what: "apply", approved: undefined }]);
});

t.test("a file without its approval, sealed again, is found to lose something", async (t) => {
  const it = await guarded(t);
  const file = join(it.cwd, plan);
  const text = readFileSync(file, "utf8").replace(/^--@ approve .*\n/m, "");
  writeFileSync(file, reseal(text));
  const { exit, err } = it.run({}, "apply", plan, "--confirm", "prod");
  t.equal(exit, 21, err);
  t.match(err, "approval-outside");
  t.equal(await it.rows(), 3);
});

t.test("a step that claims to create, but deletes, is found as well", async (t) => {
  const it = await guarded(t);
  writeFileSync(
    join(it.cwd, "schema", "schema.ts"),
    `import { index, integer, table, text } from "trueup";
export const tune = table({ id: integer().primaryKey(), title: text() });
export const tune_by_title = index(tune.title);
export const session = table({ id: integer().primaryKey(), who: text() });
`,
  );
  t.equal(it.run({}, "plan", "--out", "plans/index.plan.sql").exit, 0);
  const file = join(it.cwd, "plans/index.plan.sql");
  const honest = readFileSync(file, "utf8");
  const step = /^--@ step create-index .*$/m.exec(honest)?.[0] ?? "";
  writeFileSync(file, reseal(honest.replace(step, `--@ step fill session.who\nDELETE FROM session;\n\n${step}`)));
  const { exit, err } = it.run({}, "apply", "plans/index.plan.sql", "--confirm", "prod");
  t.equal(exit, 21, err);
  t.match(err, /fill session\.who.* differs from what the planner writes/);
  t.equal(await it.rows(), 3);
});

t.test("a protected CI environment names the seal, and the history says so", async (t) => {
  const it = await guarded(t);
  const seal = it.seal.replace("sha256:", "");
  const attempt = (env: Record<string, string>) => it.run(env, "apply", plan, "--confirm", "prod");
  const refused: [string, Record<string, string>, RegExp][] = [
    ["not in CI", { TRUEUP_APPROVED_SEALS: seal }, /counts only in a CI job/],
    ["by an agent", { ...ci, CLAUDECODE: "1", TRUEUP_APPROVED_SEALS: seal }, /does not count beside CLAUDECODE/],
    ["another seal", { ...ci, TRUEUP_APPROVED_SEALS: "0".repeat(64) }, /names 1 other/],
    [
      "a prefix, which a plan can be made to meet",
      { ...ci, TRUEUP_APPROVED_SEALS: seal.slice(0, 12) },
      /not a whole seal/,
    ],
    ["none", ci, /TRUEUP_APPROVED_SEALS: not set/],
  ];
  for (const [what, env, said] of refused) {
    const { exit, err } = attempt(env);
    t.equal(exit, 21, what);
    t.match(err.replace(/\s+/g, " "), said, what);
  }
  appendFileSync(join(it.cwd, ".env"), `TRUEUP_APPROVED_SEALS=${seal}\n`);
  t.match(attempt(ci).err, "TRUEUP_APPROVED_SEALS: not set", "a .env file is no environment");
  t.equal(await it.rows(), 3);
  const done = attempt({ ...ci, TRUEUP_APPROVED_SEALS: `${"1".repeat(64)}, sha256:${seal}` });
  t.equal(done.exit, 0, done.err);
  t.equal(await it.rows(), null);
  t.match(journal(it), [{ what: "apply", approved: { by: "seal", where: "GitHub Actions, run 17" } }]);
  t.match(it.run({}, "history").out, "approved by its seal in GitHub Actions, run 17");
  t.match(JSON.parse(it.run({}, "history", "--json").out), { entries: [{ approved: { by: "seal" } }] });
  t.match(it.run({}, "show", plan).out, /Applied to prod at .*, approved by its seal in GitHub Actions, run 17\./);
  t.match(JSON.parse(it.run({}, "show", plan, "--json").out), {
    approvals: [{ target: "prod", approved: { by: "seal" } }],
  });
});

t.test(
  "a person at a terminal types the name of what goes",
  { skip: has("script") ? false : "no script(1)" },
  async (t) => {
    const it = await guarded(t);
    const command = `${process.execPath} ${bin} apply ${plan}`;
    const at = { cwd: it.cwd, env: it.env };
    const wrong = await inTerminal(at, command, 100, [
      ["type prod to continue:", "prod"],
      ["type session to approve it:", "yes"],
    ]);
    t.equal(wrong.exit, 21, wrong.out);
    t.match(wrong.out, "the names of what is lost were not typed");
    t.equal(await it.rows(), 3);
    const agent = await inTerminal({ ...at, env: { ...it.env, CURSOR_AGENT: "1" } }, `${command} --confirm prod`, 100);
    t.equal(agent.exit, 21);
    t.match(agent.out.replace(/\s+/g, " "), /nobody is asked while CURSOR_AGENT is set/);
    const right = await inTerminal(at, command, 100, [
      ["type prod to continue:", "prod"],
      ["type session to approve it:", "session"],
    ]);
    t.equal(right.exit, 0, right.out);
    t.equal(await it.rows(), null);
    t.match(journal(it), [{ approved: { by: "terminal", names: ["session"] } }]);
  },
);

t.test("a signed commit that adds the plan approves it, with one of the keys and nothing else", async (t) => {
  const it = await guarded(t);
  const ann = sshKey(it);
  writeFileSync(join(it.cwd, "trueup.config.ts"), config(`{ signedBy: ["${ann.fingerprint}"] }`));
  it.git("add", "trueup.config.ts");
  it.git("commit", "-q", "-m", "signatures");
  const attempt = (env: Record<string, string> = {}) => it.run(env, "apply", plan, "--confirm", "prod");
  const says = async (what: string, said: RegExp, env: Record<string, string> = {}) => {
    const { exit, err } = attempt(env);
    t.equal(exit, 21, `${what}: ${err}`);
    t.match(err.replace(/\s+/g, " "), said, what);
    t.equal(await it.rows(), 3, what);
  };
  await says("not committed", /drop\.plan\.sql is not committed/);
  it.git("add", "plans");
  it.git("commit", "-q", "-m", "unsigned");
  await says("an unsigned commit", /commit [0-9a-f]{12}: not signed/);
  await says("CI does not count here", /not signed/, { ...ci, TRUEUP_APPROVED_SEALS: it.seal });
  it.git("commit", "-q", "-S", "--allow-empty", "-m", "a signed commit on top brings nothing in");
  await says("a signature on top", /not signed/);
  it.git("reset", "-q", "--hard", "HEAD~2");

  sshKey(it, "eve");
  it.run({}, "plan", "--out", plan, "--approve", "drop-table:session:3", "--because", "sessions are in Redis now");
  it.git("add", "plans");
  it.git("commit", "-q", "-S", "-m", "with another key");
  await says("an unknown key", /signed with SHA256:\S+, which is not a key that counts/);

  it.git("reset", "-q", "--hard", "HEAD~1");
  it.run({}, "plan", "--out", plan, "--approve", "drop-table:session:3", "--because", "sessions are in Redis now");
  it.git("config", "user.signingkey", ann.file);
  it.git("add", "plans");
  it.git("commit", "-q", "-S", "-m", "reviewed");
  const allowed = join(it.cwd, ".keys", "allowed");
  writeFileSync(allowed, `ann@example.org valid-before="20200101" ${publicKey(ann.file)}\n`);
  it.git("config", "gpg.ssh.allowedSignersFile", allowed);
  await says("a key that has expired by the list of signers", /a key that has expired, according to/);
  it.git("config", "--unset", "gpg.ssh.allowedSignersFile");

  const file = join(it.cwd, plan);
  const signed = readFileSync(file, "utf8");
  writeFileSync(file, reseal(signed.replace("rows<=3", "rows<=300")));
  await says("edited after it was signed", /is not what is committed/);
  it.git("commit", "-q", "-a", "-m", "an edit, unsigned");
  await says("edited and committed", /commit [0-9a-f]{12}: not signed/);
  it.git("reset", "-q", "--hard", "HEAD~1");

  const done = attempt();
  t.equal(done.exit, 0, done.err);
  t.equal(await it.rows(), null);
  t.match(journal(it), [{ approved: { by: "signature", key: ann.fingerprint, on: /^commit [0-9a-f]{12}$/ } }]);
  t.match(it.run({}, "history").out.replace(/\s+/g, " "), /approved by the signature of SHA256:.* on commit/);
});

t.test(
  "a signed tag of a commit that holds the plan approves it, and a shallow clone says what it lacks",
  async (t) => {
    const it = await guarded(t);
    const ann = sshKey(it);
    writeFileSync(join(it.cwd, "trueup.config.ts"), config(`{ signedBy: ["${ann.fingerprint}"] }`));
    it.git("add", ".");
    it.git("commit", "-q", "-S", "-m", "reviewed");
    it.git("commit", "-q", "--allow-empty", "-m", "later");
    const clone = join(it.cwd, ".cache");
    it.git("clone", "-q", "--depth", "1", `file://${it.cwd}`, clone);
    cpSync(join(it.cwd, "prod.db"), join(clone, "prod.db"));
    const attempt = () => it.run({}, "apply", plan, "--confirm", "prod", "-C", clone);
    const shallow = attempt();
    t.equal(shallow.exit, 21);
    t.match(shallow.err.replace(/\s+/g, " "), /its parent is not in this clone.*this clone is shallow/);
    it.git("-C", clone, "fetch", "-q", "--unshallow");
    it.git("tag", "unsigned");
    it.git("tag", "-s", "-m", "v1", "v1");
    t.equal(attempt().exit, 0, "the whole history has the signed commit");

    const other = await guarded(t);
    const ben = sshKey(other, "ben");
    writeFileSync(join(other.cwd, "trueup.config.ts"), config(`{ signedBy: ["${ben.fingerprint}"] }`));
    other.git("add", ".");
    other.git("commit", "-q", "-m", "unsigned");
    other.git("tag", "-s", "-m", "v1", "v1");
    const done = other.run({}, "apply", plan, "--confirm", "prod");
    t.equal(done.exit, 0, done.err);
    t.match(journal(other), [{ approved: { by: "signature", on: "tag v1" } }]);
  },
);

t.test(
  "gpg: a known key, an expired one, and one that gpg does not have",
  { skip: has("gpg") ? false : "no gpg" },
  async (t) => {
    const it = await guarded(t);
    // The path of its socket may not be long.
    const home = execFileSync("mktemp", ["-d"], { encoding: "utf8" }).trim();
    t.teardown(() => {
      execFileSync("gpgconf", ["--homedir", home, "--kill", "all"]);
      execFileSync("rm", ["-rf", home]);
    });
    const env = { GNUPGHOME: home };
    const gpg = (...args: string[]) => {
      const quiet = ["--batch", "--no-tty", "--pinentry-mode", "loopback", "--passphrase", ""];
      return execFileSync("gpg", [...quiet, ...args], {
        encoding: "utf8",
        env: { ...process.env, ...env },
        stdio: ["ignore", "pipe", "ignore"],
      });
    };
    const key = (name: string, until: string, ...more: string[]): string => {
      gpg(...more, "--quick-generate-key", name, "ed25519", "sign", until);
      return /^fpr:+([0-9A-F]{40}):/m.exec(gpg("--with-colons", "--list-keys", name))?.[1] ?? "";
    };
    const ann = key("ann@example.org", "never");
    // Made long ago, for a day.
    const old = key("old@example.org", "1d", "--faked-system-time", "20240101T000000");
    writeFileSync(
      join(it.cwd, "trueup.config.ts"),
      config(`{ signedBy: ["${ann.replace(/(.{4})/g, "$1 ").trim()}", "${old}"] }`),
    );
    it.git("config", "gpg.format", "openpgp");
    const signWith = (id: string, ...more: string[]) => {
      writeFileSync(
        join(home, "sign"),
        `#!/bin/sh\nexec gpg --homedir ${home} --batch --no-tty --pinentry-mode loopback --passphrase '' ${more.join(" ")} "$@"\n`,
        { mode: 0o755 },
      );
      it.git("config", "gpg.program", join(home, "sign"));
      it.git("config", "user.signingkey", id);
      it.git("add", ".");
      it.git("commit", "-q", "-S", "-m", "reviewed");
    };
    const attempt = (more: Record<string, string> = env) => it.run(more, "apply", plan, "--confirm", "prod");
    signWith(`${old}!`, "--faked-system-time", "20240101T010000");
    t.match(attempt().err.replace(/\s+/g, " "), /signed with a key that has expired/);
    it.git("reset", "-q", "--soft", "HEAD~1");
    signWith(ann);
    // A program of the repository's own that finds every signature good.
    writeFileSync(join(home, "liar"), `#!/bin/sh\necho "[GNUPG:] GOODSIG x y" >&2\necho "[GNUPG:] VALIDSIG ${ann}"\n`, {
      mode: 0o755,
    });
    it.git("config", "gpg.program", join(home, "liar"));
    it.git("config", "gpg.x509.program", join(home, "liar"));
    t.match(attempt({}).err.replace(/\s+/g, " "), /a key that gpg does not know here/);
    t.equal(await it.rows(), 3);
    const done = attempt();
    t.equal(done.exit, 0, done.err);
    t.match(journal(it), [{ approved: { by: "signature", key: ann } }]);
  },
);

t.test("a configuration that requires less than before counts only with a signed commit", async (t) => {
  const it = await guarded(t);
  const file = join(it.cwd, "trueup.config.ts");
  const says = async (what: string, said: RegExp) => {
    const { exit, err } = it.run({}, "apply", plan, "--confirm", "prod");
    t.equal(exit, 21, `${what}: ${err}`);
    t.match(err.replace(/\s+/g, " "), said, what);
    t.equal(await it.rows(), 3, what);
  };
  const less = config('"flags"').replace("confirm: true, ", "");
  writeFileSync(file, less);
  await says("edited", /warning\[approval-lowered\]: prod still requires a person.*the change is not committed/);
  it.git("commit", "-q", "-a", "-m", "ask for less");
  await says("committed without a signature", /commit [0-9a-f]{12} relaxes it: not signed/);
  writeFileSync(file, less.replaceAll("prod:", "dev:").replace('default: "prod"', 'default: "dev"'));
  it.git("commit", "-q", "-a", "-m", "under another name");
  t.match(it.run({}, "apply", plan).err.replace(/\s+/g, " "), /dev still requires a person/);
  writeFileSync(file, "export default {");
  it.git("commit", "-q", "-a", "-m", "a broken one in between");
  writeFileSync(file, less);
  it.git("commit", "-q", "-a", "-m", "and well again");
  await says("by way of a broken version", /prod still requires a person/);
  writeFileSync(file, "export default {};");
  t.match(
    it.run({}, "apply", plan, "file:prod.db").err.replace(/\s+/g, " "),
    /still requires a person/,
    "taken out, and named by its place",
  );
  it.git("reset", "-q", "--hard", "HEAD~4");

  const ann = sshKey(it);
  writeFileSync(file, less);
  it.git("commit", "-q", "-a", "-S", "-m", "a key that git does not trust");
  await says("signed with any key", /relaxes it: signed with SHA256:/);
  const allowed = join(it.cwd, ".keys", "allowed");
  writeFileSync(allowed, `ann@example.org ${publicKey(ann.file)}\n`);
  it.git("config", "gpg.ssh.allowedSignersFile", allowed);
  t.equal(it.run({}, "apply", plan).exit, 0);
  t.equal(await it.rows(), null);
});

t.test("a key may be removed from signedBy, but another may not be added unsigned", async (t) => {
  const it = await guarded(t);
  const file = join(it.cwd, "trueup.config.ts");
  const [ann, eve] = [sshKey(it), sshKey(it, "eve")];
  writeFileSync(file, config(`{ signedBy: ["${ann.fingerprint}"] }`));
  it.git("commit", "-q", "-a", "-m", "to ask for more needs no signature");
  writeFileSync(file, config(`{ signedBy: ["${ann.fingerprint}", "${eve.fingerprint}"] }`));
  it.git("add", ".");
  it.git("commit", "-q", "-S", "-m", "eve adds her key and signs the plan");
  const refused = it.run({}, "apply", plan, "--confirm", "prod");
  t.equal(refused.exit, 21, refused.err);
  t.match(refused.err.replace(/\s+/g, " "), /prod still requires a signature.*relaxes it: signed with SHA256:/);
  it.git("reset", "-q", "--soft", "HEAD~1");
  it.git("config", "user.signingkey", ann.file);
  it.git("commit", "-q", "-S", "-m", "ann does");
  t.equal(it.run({}, "apply", plan, "--confirm", "prod").exit, 0);
});

import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  readdirSync,
} from "node:fs";
import { dirname, join } from "node:path";
import t from "tap";
import { reseal } from "../../src/plan/seal.ts";
import { approvedBySeal } from "../../src/work/approval/seals.ts";
import { surroundingsOf } from "../../src/work/surroundings.ts";
import { bin, built, has, inTerminal } from "../cli/run.ts";
import { onFile } from "../kit/database.ts";
import { config, guarded, identity, journal, plan, publicKey, signed, sshKey } from "./fixture.ts";

t.before(built);
t.setTimeout(900_000);
const ci = { CI: "true", GITHUB_ACTIONS: "true", GITHUB_RUN_ID: "17" };

t.test("what is destroyed on a guarded target is not approved by flags, and nothing happens", async (t) => {
  const it = await guarded(t);
  const { exit, err } = await it.run({}, "apply", plan, "--confirm", "prod");
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
  t.equal((await it.run({}, "plan", "--out", "plans/add.plan.sql")).exit, 0);
  t.equal((await it.run({}, "apply", "plans/add.plan.sql", "--confirm", "prod")).exit, 0);
  t.match(journal(it), [{ what: "apply", approved: undefined }]);
});

t.test("a file without its approval, sealed again, is found to lose something", async (t) => {
  const it = await guarded(t);
  const file = join(it.cwd, plan);
  const text = readFileSync(file, "utf8").replace(/^--@ approve .*\n/m, "");
  writeFileSync(file, reseal(text));
  const { exit, err } = await it.run({}, "apply", plan, "--confirm", "prod");
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
  t.equal((await it.run({}, "plan", "--out", "plans/index.plan.sql")).exit, 0);
  const file = join(it.cwd, "plans/index.plan.sql");
  const honest = readFileSync(file, "utf8");
  const step = /^--@ step create-index .*$/m.exec(honest)?.[0] ?? "";
  writeFileSync(file, reseal(honest.replace(step, `--@ step fill session.who\nDELETE FROM session;\n\n${step}`)));
  const { exit, err } = await it.run({}, "apply", "plans/index.plan.sql", "--confirm", "prod");
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
  for (const [what, env, said] of refused) t.match(approvedBySeal([it.seal], surroundingsOf(env)).why, said, what);
  appendFileSync(join(it.cwd, ".env"), `TRUEUP_APPROVED_SEALS=${seal}\n`);
  t.match((await attempt(ci)).err, "TRUEUP_APPROVED_SEALS: not set", "a .env file is no environment");
  t.equal(await it.rows(), 3);
  const done = await attempt({ ...ci, TRUEUP_APPROVED_SEALS: `${"1".repeat(64)}, sha256:${seal}` });
  t.equal(done.exit, 0, done.err);
  t.equal(await it.rows(), null);
  t.match(journal(it), [{ what: "apply", approved: { by: "seal", where: "GitHub Actions, run 17" } }]);
  t.match((await it.run({}, "history")).out, "approved by its seal in GitHub Actions, run 17");
  t.match(JSON.parse((await it.run({}, "history", "--json")).out), { entries: [{ approved: { by: "seal" } }] });
  t.match(
    (await it.run({}, "show", plan)).out,
    /Applied to prod at .*, approved by its seal in GitHub Actions, run 17\./,
  );
  t.match(JSON.parse((await it.run({}, "show", plan, "--json")).out), {
    approvals: [{ target: "prod", approved: { by: "seal" } }],
  });
  await onFile(join(it.cwd, "prod.db"), (engine) => engine.exec("INSERT INTO tune VALUES (1, 'The Butterfly')"));
  const back = async (env: Record<string, string>) =>
    (await it.run(env, "undo", "--discard-writes", "--yes", "--confirm", "prod")).err.replace(/\s+/g, " ");
  const [, today = ""] = /TRUEUP_APPROVED_SEALS=([0-9a-f]{64})/.exec(await back(ci)) ?? [];
  const folder = join(it.cwd, "backups", "prod");
  const manifest = readdirSync(folder).find((name) => name.endsWith(".json")) ?? "";
  const { sha256 } = JSON.parse(readFileSync(join(folder, manifest), "utf8"));
  t.match(
    await back({ ...ci, TRUEUP_APPROVED_SEALS: sha256 }),
    /names 1 other/,
    "the backup's checksum would count for ever",
  );
  t.equal(await it.rows(), null);
  t.notMatch(await back({ ...ci, TRUEUP_APPROVED_SEALS: today }), "error[");
  t.equal(await it.rows(), 3, "the seal that was printed is one of today");
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
  const file = join(it.cwd, plan);
  const made = readFileSync(file, "utf8");
  const ann = sshKey(it);
  writeFileSync(join(it.cwd, "trueup.config.ts"), config(`{ signedBy: ["${ann.fingerprint}"] }`));
  it.git("add", "trueup.config.ts");
  it.git("commit", "-q", "-m", "signatures");
  const attempt = (env: Record<string, string> = {}) => it.run(env, "apply", plan, "--confirm", "prod");
  const says = (what: string, said: RegExp) => t.match(signed(it, [ann.fingerprint]), said, what);
  const restorePlan = () => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, made);
  };
  says("not committed", /drop\.plan\.sql is not committed/);
  it.git("add", "plans");
  it.git("commit", "-q", "-m", "unsigned");
  says("an unsigned commit", /commit [0-9a-f]{12}: not signed/);
  const refused = await attempt({ ...ci, TRUEUP_APPROVED_SEALS: it.seal });
  t.equal(refused.exit, 21, refused.err);
  t.match(refused.err.replace(/\s+/g, " "), /commit [0-9a-f]{12}: not signed/, "CI does not count here");
  it.git("commit", "-q", "-S", "--allow-empty", "-m", "a signed commit on top brings nothing in");
  says("a signature on top", /not signed/);
  it.git("reset", "-q", "--hard", "HEAD~2");

  sshKey(it, "eve");
  restorePlan();
  it.git("add", "plans");
  it.git("commit", "-q", "-S", "-m", "with another key");
  says("an unknown key", /signed with SHA256:\S+, which is not a key that counts/);

  it.git("reset", "-q", "--hard", "HEAD~1");
  restorePlan();
  it.git("config", "user.signingkey", ann.file);
  it.git("add", "plans");
  it.git("commit", "-q", "-S", "-m", "reviewed");
  const allowed = join(it.cwd, ".keys", "allowed");
  writeFileSync(allowed, `ann@example.org valid-before="20200101" ${publicKey(ann.file)}\n`);
  it.git("config", "gpg.ssh.allowedSignersFile", allowed);
  says("a key that has expired by the list of signers", /a key that has expired, according to/);
  it.git("config", "--unset", "gpg.ssh.allowedSignersFile");

  writeFileSync(file, reseal(made.replace("rows<=3", "rows<=300")));
  says("edited after it was signed", /is not what is committed/);
  it.git("commit", "-q", "-a", "-m", "an edit, unsigned");
  says("edited and committed", /commit [0-9a-f]{12}: not signed/);
  it.git("reset", "-q", "--hard", "HEAD~1");
  t.equal(await it.rows(), 3);

  const done = await attempt();
  t.equal(done.exit, 0, done.err);
  t.equal(await it.rows(), null);
  t.match(journal(it), [{ approved: { by: "signature", key: ann.fingerprint, on: /^commit [0-9a-f]{12}$/ } }]);
  t.match((await it.run({}, "history")).out.replace(/\s+/g, " "), /approved by the signature of SHA256:.* on commit/);
});

t.test("nothing that lies in .git makes a signature of what the owner of a key did not sign", async (t) => {
  const it = await guarded(t);
  const ann = sshKey(it);
  const file = join(it.cwd, plan);
  const made = readFileSync(file, "utf8");
  writeFileSync(file, reseal(made.replace("rows<=3", "rows<=1")));
  it.git("add", ".");
  it.git("commit", "-q", "-S", "-m", "another plan, which ann signed");
  const reviewed = it.git("rev-parse", "HEAD").trim();
  writeFileSync(file, made);
  it.git("commit", "-q", "-a", "-m", "this plan, which nobody did");
  const unsigned = it.git("rev-parse", "HEAD").trim();
  const dotGit = join(it.cwd, ".git");
  const object = (id: string, folder = join(dotGit, "objects")) => join(folder, id.slice(0, 2), id.slice(2));
  const says = (what: string, said: RegExp) => t.match(signed(it, [ann.fingerprint]), said, what);

  const good = `Good "git" signature for ann with ED25519 key ${ann.fingerprint}`;
  for (const name of ["gpg.minTrustLevel", "core.fsync"]) {
    it.git("config", name, `x\n${good}\n`);
    says(`a setting that git quotes where it complains: ${name}`, /not signed/);
    execFileSync("git", ["config", "--file", join(dotGit, "config"), "--unset", name]);
  }
  it.git("replace", unsigned, reviewed);
  says("an object that is replaced", /not signed/);
  it.git("replace", "-d", unsigned);
  writeFileSync(join(dotGit, "info", "grafts"), `${unsigned}\n`);
  says("a graft", /not signed/);
  rmSync(join(dotGit, "info", "grafts"));

  const whole = readFileSync(object(unsigned));
  rmSync(object(unsigned));
  writeFileSync(object(unsigned), readFileSync(object(reviewed)));
  says("another object under its name", /is not committed|damaged/);
  rmSync(object(unsigned));
  const elsewhere = join(it.cwd, ".cache", "objects");
  mkdirSync(join(elsewhere, unsigned.slice(0, 2)), { recursive: true });
  cpSync(object(reviewed), object(unsigned, elsewhere));
  writeFileSync(join(dotGit, "objects", "info", "alternates"), `${elsewhere}\n`);
  says("the same, borrowed from another store", /is not committed|damaged/);
  rmSync(object(unsigned, elsewhere));
  writeFileSync(object(unsigned, elsewhere), whole);
  says("what is borrowed whole is read, and was not signed", /not signed/);
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
    const attempt = () => signed({ ...it, cwd: clone }, [ann.fingerprint]);
    t.match(attempt(), /its parent is not in this clone.*\n.*this clone is shallow/);
    it.git("-C", clone, "fetch", "-q", "--unshallow");
    t.match(attempt(), { by: "signature" }, "the whole history has the signed commit");

    const other = await guarded(t);
    const ben = sshKey(other, "ben");
    writeFileSync(join(other.cwd, "trueup.config.ts"), config(`{ signedBy: ["${ben.fingerprint}"] }`));
    other.git("add", ".");
    other.git("commit", "-q", "-m", "unsigned");
    other.git("tag", "unsigned");
    other.git("tag", "-s", "-m", "v1", "v1");
    const done = await other.run({}, "apply", plan, "--confirm", "prod");
    t.equal(done.exit, 0, done.err);
    t.match(journal(other), [{ approved: { by: "signature", on: "tag v1" } }]);

    await onFile(join(other.cwd, "prod.db"), (engine) => engine.exec("INSERT INTO tune VALUES (1, 'The Butterfly')"));
    const back = () => other.run({}, "undo", "--discard-writes", "--yes", "--confirm", "prod");
    const refused = await back();
    t.equal(refused.exit, 21, refused.err);
    const [, approves = ""] = /-m "(approves sha256:[0-9a-f]{64})"/.exec(refused.err.replace(/\s+/g, " ")) ?? [];
    other.git("tag", "-a", "-m", approves, "unsigned-too");
    other.git("tag", "-s", "-m", `${approves} and more`, "of-another");
    const old = { GIT_COMMITTER_DATE: "2025-01-01T00:00:00Z" };
    execFileSync("git", ["tag", "-s", "-m", approves, "old"], {
      cwd: other.cwd,
      env: { ...process.env, ...other.env, ...identity, ...old },
    });
    const said = (await back()).err.replace(/\s+/g, " ");
    t.match(said, /tag unsigned-too: not signed/);
    t.match(said, /tag old: not of the last 24 hours/);
    t.equal(await other.rows(), null);
    other.git("tag", "-s", "-m", `the sessions are needed\n\n${approves}`, "back");
    const undone = await back();
    t.equal(undone.exit, 0, undone.err);
    t.equal(await other.rows(), 3, "a restore is in no file, and a tag of today names its seal");
  },
);

t.test(
  "gpg: a known key, an expired one, and one that gpg does not have",
  { skip: has("gpg") ? false : "no gpg" },
  async (t) => {
    const it = await guarded(t);
    // The path of its socket must not be long.
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
    const attempt = (more: Record<string, string> = env) => signed(it, [ann, old], more);
    signWith(`${old}!`, "--faked-system-time", "20240101T010000");
    t.match(attempt(), /signed with a key that has expired/);
    it.git("reset", "-q", "--soft", "HEAD~1");
    signWith(ann);
    // A program in the repository that calls every signature good.
    writeFileSync(join(home, "liar"), `#!/bin/sh\necho "[GNUPG:] GOODSIG x y" >&2\necho "[GNUPG:] VALIDSIG ${ann}"\n`, {
      mode: 0o755,
    });
    it.git("config", "gpg.program", join(home, "liar"));
    it.git("config", "gpg.x509.program", join(home, "liar"));
    t.match(attempt({}), /a key that gpg does not know here/);
    const done = await it.run(env, "apply", plan, "--confirm", "prod");
    t.equal(done.exit, 0, done.err);
    t.match(journal(it), [{ approved: { by: "signature", key: ann } }]);
  },
);

t.test("a configuration that requires less than before counts only with a signed commit", async (t) => {
  const it = await guarded(t);
  const file = join(it.cwd, "trueup.config.ts");
  const says = async (what: string, said: RegExp) => {
    const { exit, err } = await it.run({}, "apply", plan, "--confirm", "prod");
    t.equal(exit, 21, `${what}: ${err}`);
    t.match(err.replace(/\s+/g, " "), said, what);
    t.equal(await it.rows(), 3, what);
  };
  const less = config('"flags"').replace("confirm: true, ", "");
  writeFileSync(file, less);
  await says("edited", /warning\[approval-lowered\]: prod still requires a person.*the change is not committed/);
  it.git("commit", "-q", "-a", "-m", "ask for less");
  // The history is searched for these lines, and git finds none in a file that it takes for binary.
  writeFileSync(join(it.cwd, ".git", "info", "attributes"), "trueup.config.ts binary\n");
  it.git("config", "core.bigFileThreshold", "1");
  await says("committed without a signature", /commit [0-9a-f]{12} relaxes it: not signed/);
  writeFileSync(file, less.replaceAll("prod:", "dev:").replace('default: "prod"', 'default: "dev"'));
  it.git("commit", "-q", "-a", "-m", "under another name");
  t.match((await it.run({}, "apply", plan)).err.replace(/\s+/g, " "), /dev still requires a person/);
  writeFileSync(file, "export default {");
  it.git("commit", "-q", "-a", "-m", "a broken one in between");
  writeFileSync(file, less);
  it.git("commit", "-q", "-a", "-m", "and well again");
  await says("by way of a broken version", /prod still requires a person/);
  writeFileSync(file, "export default {};");
  t.match(
    (await it.run({}, "apply", plan, "file:prod.db")).err.replace(/\s+/g, " "),
    /still requires a person/,
    "taken out, and named by its place",
  );
  it.git("reset", "-q", "--hard", "HEAD~4");

  const ann = sshKey(it);
  writeFileSync(file, less);
  it.git("commit", "-q", "-a", "-S", "-m", "a key that git does not trust");
  const allowed = join(it.cwd, ".keys", "allowed");
  writeFileSync(allowed, `ann@example.org ${publicKey(ann.file)}\n`);
  it.git("config", "gpg.ssh.allowedSignersFile", allowed);
  await says("signed with a key that only the repository trusts", /relaxes it: signed with SHA256:/);
  it.git("config", "--global", "gpg.ssh.allowedSignersFile", allowed);
  t.equal((await it.run({}, "apply", plan)).exit, 0);
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
  const refused = await it.run({}, "apply", plan, "--confirm", "prod");
  t.equal(refused.exit, 21, refused.err);
  t.match(refused.err.replace(/\s+/g, " "), /prod still requires a signature.*relaxes it: signed with SHA256:/);
  it.git("reset", "-q", "--soft", "HEAD~1");
  it.git("config", "user.signingkey", ann.file);
  it.git("commit", "-q", "-S", "-m", "ann does");
  t.equal((await it.run({}, "apply", plan, "--confirm", "prod")).exit, 0);
});

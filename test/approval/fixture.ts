import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { sealOfText } from "../../src/work/approval/seal-of-text.ts";
import { approvedBySignature } from "../../src/work/approval/signature.ts";
import { makeDatabase, onFile, temporaryFolder } from "../kit/database.ts";
import { command, type Ran } from "../cli/run.ts";

/** A project whose `prod` has a table that is no longer declared, and a plan that drops it. */
export interface Guarded {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly plan: string;
  readonly seal: string;
  readonly git: (...args: string[]) => string;
  readonly run: (env: Readonly<Record<string, string>>, ...args: string[]) => Promise<Ran>;
  readonly rows: () => Promise<number | null>;
}

export const plan = "plans/drop.plan.sql";

export const schema = `
import { integer, table, text } from "trueup";
export const tune = table({ id: integer().primaryKey(), title: text() });
`;

export function config(approval: string, more = ""): string {
  return `import { defineConfig } from "trueup";
export default defineConfig({
  targets: { prod: { url: "file:prod.db", confirm: true${approval === "" ? "" : `, approval: ${approval}`} }${more} },
  default: "prod",
});
`;
}

/** The first, of which each is a copy. */
let first: string | null = null;

export async function guarded(t: Parameters<typeof temporaryFolder>[0]): Promise<Guarded> {
  first ??= await project();
  const cwd = temporaryFolder(t);
  cpSync(first, cwd, { recursive: true, preserveTimestamps: true });
  const at = surroundings(cwd);
  const seal = sealOfText(readFileSync(join(cwd, plan), "utf8")) ?? "";
  return { cwd, plan, seal, ...at, rows: () => rowsOf(join(cwd, "prod.db")) };
}

function surroundings(cwd: string): Pick<Guarded, "env" | "git" | "run"> {
  const env = { HOME: join(cwd, ".home"), GIT_CONFIG_NOSYSTEM: "1" };
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "maintenance.auto=false", ...args], {
      cwd,
      encoding: "utf8",
      env: { ...process.env, ...identity, ...env },
    });
  return { env, git, run: (more, ...args) => command({ cwd, env: { ...env, ...more } }, ...args) };
}

async function project(): Promise<string> {
  const cwd = temporaryFolder(t);
  mkdirSync(join(cwd, ".home"));
  mkdirSync(join(cwd, "schema"));
  writeFileSync(join(cwd, ".gitignore"), "*.db\n/backups/\n/.home/\n/.keys/\n/.cache/\n");
  writeFileSync(join(cwd, "schema", "schema.ts"), schema);
  writeFileSync(join(cwd, "trueup.config.ts"), config(""));
  await makeDatabase(
    join(cwd, "prod.db"),
    "CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL)",
    "CREATE TABLE session (id INTEGER PRIMARY KEY, who TEXT NOT NULL)",
    "INSERT INTO session VALUES (1, 'ann'), (2, 'ben'), (3, 'cleo')",
  );
  const { git, run } = surroundings(cwd);
  git("init", "-q", "--template=", "-b", "main");
  mkdirSync(join(cwd, ".git", "info"));
  git("add", ".gitignore", "schema", "trueup.config.ts");
  git("commit", "-q", "-m", "the schema");
  await run({}, "plan", "--out", plan, "--approve", "drop-table:session:3", "--because", "sessions are in Redis now");
  return cwd;
}

/** Whether the plan is approved by a signature, as `apply` asks; a text says why it is not. */
export function signed({ cwd, env }: Guarded, keys: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const path = join(cwd, plan);
  const seal = sealOfText(readFileSync(path, "utf8"));
  const isThis = (text: string) => sealOfText(text) === seal;
  const { approved, why } = approvedBySignature({ path, isThis }, keys, { ...process.env, ...env, ...more });
  return approved ?? why.join("\n");
}

export const identity = {
  GIT_AUTHOR_NAME: "ann",
  GIT_AUTHOR_EMAIL: "ann@example.org",
  GIT_COMMITTER_NAME: "ann",
  GIT_COMMITTER_EMAIL: "ann@example.org",
};

/** How many sessions there are; null if the table is gone. */
function rowsOf(path: string): Promise<number | null> {
  return onFile(path, (engine) => {
    const [[there] = []] = engine.all("SELECT count(*) FROM sqlite_schema WHERE name = 'session'");
    return Number(there) === 0 ? null : Number(engine.all("SELECT count(*) FROM session")[0]?.[0]);
  });
}

/** An ssh key that git signs with from here on. */
export function sshKey({ cwd, git }: Guarded, name = "ann"): { readonly fingerprint: string; readonly file: string } {
  const folder = join(cwd, ".keys");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file]);
  const said = execFileSync("ssh-keygen", ["-l", "-f", `${file}.pub`], { encoding: "utf8" });
  git("config", "gpg.format", "ssh");
  git("config", "user.signingkey", file);
  return { fingerprint: said.split(" ")[1] ?? "", file };
}

export function publicKey(file: string): string {
  return readFileSync(`${file}.pub`, "utf8").split(" ").slice(0, 2).join(" ");
}

export function journal({ cwd }: Guarded): readonly { readonly what: string; readonly approved?: unknown }[] {
  const folder = join(cwd, "backups", "prod");
  const file = readdirSync(folder).find((name) => name.endsWith(".ndjson")) ?? "";
  return readFileSync(join(folder, file), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

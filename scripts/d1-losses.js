// npm run d1:losses: one column of a table that others refer to becomes NOT NULL on D1, in the SQL of each tool, and the rows of the
// others are counted before and after. wrangler itself carries it out, on its local D1. Writes the table in docs/guide/d1.md. The
// tools are installed below test/d1/losses; wrangler needs Node 22, which comes from npm as well.
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import Database from "libsql";

process.chdir(join(import.meta.dirname, ".."));
const home = resolve("test/d1/losses");
const modules = join(home, "node_modules");
const trueup = resolve("bin/trueup.js");
run(["npm", "install", "--prefix", home, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], ".");
const own = join(modules, "node22/bin/node");
const node22 = existsSync(own) ? own : process.execPath;

const actions = ["cascade", "set null", "set default", "restrict", "no action"];
const rows = ["user", "session", "event"].map((table, nth) =>
  [1, 2, 3].map((id) => `INSERT INTO ${table} VALUES (${id}, ${nth === 0 ? `'name ${id}'` : id});`).join("\n"),
);

/** Each writes the migration that makes the tables, and the one that makes `user.name` NOT NULL. */
const tools = [
  { name: "drizzle-kit generate", write: drizzle },
  { name: "prisma migrate diff", write: prisma },
  { name: "by hand, as SQLite's documentation has it", write: byHand },
  { name: "trueup show --wrangler", write: null, how: throughWrangler },
  { name: "trueup apply", write: null, how: applied },
];

const work = mkdtempSync(join(tmpdir(), "trueup-d1-losses-"));
const table = [];
try {
  for (const { name, write, how = migrated } of tools)
    for (const action of actions) {
      const folder = join(work, `${table.length}`);
      project(folder);
      const [first, second] = (write ?? byHand)(folder, action);
      migration(folder, 1, `${first}\n${rows.join("\n")}`);
      wrangler(folder);
      const before = counted(folder);
      const exit = how(folder, second, action);
      const after = counted(folder);
      const seen = { name, action, exit, before, after };
      table.push(seen);
      console.log(line(seen));
    }
} finally {
  rmSync(work, { recursive: true, force: true });
}
writeTable();

function project(folder) {
  mkdirSync(join(folder, "migrations"), { recursive: true });
  symlinkSync(modules, join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  const database = { binding: "DB", database_name: "lab", database_id: "00000000-0000-4000-8000-000000000001" };
  const config = { name: "lab", compatibility_date: "2026-04-01", d1_databases: [database] };
  writeFileSync(join(folder, "wrangler.json"), JSON.stringify(config));
}

function migration(folder, nth, sql) {
  writeFileSync(join(folder, "migrations", `000${nth}.sql`), sql.replaceAll("--> statement-breakpoint", ""));
}

function wrangler(folder) {
  const command = [node22, join(modules, "wrangler/bin/wrangler.js"), "d1", "migrations", "apply", "lab", "--local"];
  return run(command, folder, { CI: "1", WRANGLER_SEND_METRICS: "false" }, true);
}

function migrated(folder, second) {
  migration(folder, 2, second);
  return wrangler(folder);
}

function applied(folder) {
  const plan = planned(folder);
  return run([process.execPath, trueup, "apply", plan, "d1:lab?local", "--yes"], folder, {}, true);
}

function throughWrangler(folder) {
  run(
    [process.execPath, trueup, "show", planned(folder), "--schema", "schema.sql", "--wrangler", "migrations"],
    folder,
  );
  return wrangler(folder);
}

/** The declarations: what is there, with the one change. */
function planned(folder) {
  const sql = readFileSync(join(folder, "migrations/0001.sql"), "utf8").split("INSERT INTO")[0];
  writeFileSync(join(folder, "schema.sql"), sql.replace("name text", "name text NOT NULL"));
  const args = ["plan", "d1:lab?local", "--schema", "schema.sql", "--out", "next.plan.sql"];
  run([process.execPath, trueup, ...args], folder);
  return "next.plan.sql";
}

function drizzle(folder, action) {
  const generate = (more) => {
    const text = `import { sqliteTable, integer, text } from "drizzle-orm/sqlite-core";
export const user = sqliteTable("user", { id: integer().primaryKey(), name: text()${more} });
export const session = sqliteTable("session", { id: integer().primaryKey(), user: integer()${action === "set default" ? ".default(1)" : ""}.references(() => user.id, { onDelete: "${action}" }) });
export const event = sqliteTable("event", { id: integer().primaryKey(), session: integer().references(() => session.id, { onDelete: "cascade" }) });
`;
    writeFileSync(join(folder, "schema.ts"), text);
    const kit = join(modules, "drizzle-kit/bin.cjs");
    run([process.execPath, kit, "generate", "--dialect=sqlite", "--schema=./schema.ts", "--out=./drizzle"], folder);
  };
  generate("");
  generate(".notNull()");
  const files = readdirSync(join(folder, "drizzle")).filter((name) => name.endsWith(".sql"));
  return files.sort().map((name) => readFileSync(join(folder, "drizzle", name), "utf8"));
}

function prisma(folder, action) {
  const written = action.replace(/(?:^| )(.)/g, (_, letter) => letter.toUpperCase());
  const text = (more) => `datasource db {
  provider = "sqlite"
  url = "file:./none.db"
}
model user {
  id Int @id
  name String${more}
  sessions session[]
}
model session {
  id Int @id
  user Int?${action === "set default" ? " @default(1)" : ""}
  of_user user? @relation(fields: [user], references: [id], onDelete: ${written})
  events event[]
}
model event {
  id Int @id
  session Int?
  of_session session? @relation(fields: [session], references: [id], onDelete: Cascade)
}
`;
  writeFileSync(join(folder, "before.prisma"), text("?"));
  writeFileSync(join(folder, "after.prisma"), text(""));
  // Its engine in WebAssembly: the other one is a download.
  const config = `import { defineConfig } from "prisma/config";
import { PrismaLibSQL } from "@prisma/adapter-libsql";
const adapter = async () => new PrismaLibSQL({ url: "file:./none.db" });
export default defineConfig({ experimental: { adapter: true }, engine: "js", schema: "./before.prisma", adapter });
`;
  writeFileSync(join(folder, "prisma.config.ts"), config);
  const diff = (from, to) =>
    run(
      [process.execPath, join(modules, "prisma/build/index.js"), "migrate", "diff", ...from, ...to, "--script"],
      folder,
      {
        CHECKPOINT_DISABLE: "1",
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
        PRISMA_QUERY_ENGINE_LIBRARY: process.execPath,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      },
    );
  return [
    diff(["--from-empty"], ["--to-schema-datamodel", "before.prisma"]),
    diff(["--from-schema-datamodel", "before.prisma"], ["--to-schema-datamodel", "after.prisma"]),
  ];
}

function byHand(_folder, action) {
  const first = `CREATE TABLE user (id integer PRIMARY KEY, name text);
CREATE TABLE session (id integer PRIMARY KEY, user integer${action === "set default" ? " DEFAULT 1" : ""} REFERENCES user (id) ON DELETE ${action});
CREATE TABLE event (id integer PRIMARY KEY, session integer REFERENCES session (id) ON DELETE cascade);
`;
  const second = `PRAGMA foreign_keys = OFF;
CREATE TABLE new_user (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO new_user SELECT id, name FROM user;
DROP TABLE user;
ALTER TABLE new_user RENAME TO user;
PRAGMA foreign_keys = ON;
`;
  return [first, second];
}

function counted(folder) {
  const state = join(folder, ".wrangler/state/v3/d1/miniflare-D1DatabaseObject");
  const [name] = readdirSync(state).filter((each) => each.endsWith(".sqlite") && each !== "metadata.sqlite");
  const db = new Database(join(state, name));
  try {
    const count = (what, from) => db.prepare(`SELECT count(${what}) AS n FROM ${from}`).get().n;
    const moved = db.prepare("SELECT count(*) AS n FROM session WHERE user IS NOT id").get().n;
    return { sessions: count("*", "session"), moved, events: count("*", "event") };
  } finally {
    db.close();
  }
}

/** What a command prints; with `either`, whether it succeeded. */
function run([program, ...args], cwd, env = {}, either = false) {
  const done = spawnSync(program, args, { cwd, encoding: "utf8", env: { ...process.env, ...env } });
  if (either) return done.status === 0;
  if (done.status !== 0) throw new Error(`${[program, ...args].join(" ")}\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

function line({ name, action, exit, before, after }) {
  const lost = before.sessions - after.sessions;
  const parts = [
    ...(lost > 0 ? [`${lost} of ${before.sessions} sessions`] : []),
    ...(after.moved > 0 ? [`the user of ${after.moved} of ${after.sessions} sessions`] : []),
    ...(before.events > after.events ? [`${before.events - after.events} of ${before.events} events`] : []),
  ];
  const said = exit ? "success" : "failed, nothing changed";
  return `| ${name} | ${action.toUpperCase()} | ${said} | ${parts.length === 0 ? "nothing" : `**${parts.join(", ")}**`} |`;
}

function writeTable() {
  const file = "docs/guide/d1.md";
  const page = readFileSync(file, "utf8");
  const [start, end] = ["<!-- losses -->\n", "<!-- /losses -->\n"];
  const at = page.indexOf(start) + start.length;
  const head = "| SQL of | ON DELETE | Says | Lost |\n|---|---|---|---|\n";
  writeFileSync(file, `${page.slice(0, at)}${head}${table.map(line).join("\n")}\n${page.slice(page.indexOf(end))}`);
}

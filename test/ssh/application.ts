import { execFileSync, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const made = new Map<string, Buffer>();

/** A database of bookings whose amounts add up to zero, in every state that was ever committed. */
export function database(path: string, mode: string, rows = 100): void {
  const kind = `${mode} ${rows}`;
  const bytes = made.get(kind);
  if (bytes === undefined) {
    create(path, mode, rows);
    made.set(kind, readFileSync(path));
  } else writeFileSync(path, bytes);
}

function create(path: string, mode: string, rows: number): void {
  execFileSync("sqlite3", [path], {
    input: `PRAGMA page_size = 8192; PRAGMA auto_vacuum = 2; PRAGMA journal_mode = ${mode};
CREATE TABLE entry (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL, note TEXT);
CREATE VIEW total AS SELECT sum(amount) AS total FROM entry;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
INSERT INTO entry(amount, note) SELECT CASE i % 2 WHEN 0 THEN i ELSE -i - 1 END, 'note ' || i || hex(zeroblob(150)) FROM n;
PRAGMA user_version = 7; PRAGMA application_id = 99; ANALYZE;`,
    stdio: ["pipe", "ignore", "inherit"],
  });
}

/** An application that writes transactions of two rows each, and reads, until it is asked to stop. */
export async function writer(path: string, pause = 20): Promise<() => Promise<number>> {
  const code = `
const Database = require("libsql");
const db = new Database(${JSON.stringify(path)}, { timeout: 20000 });
let n = 0;
let go = true;
process.stdin.on("data", () => { go = false; });
const step = () => {
  if (!go) { db.close(); console.log(n); process.exit(0); }
  const note = "w".repeat(700);
  db.exec("BEGIN IMMEDIATE; INSERT INTO entry(amount, note) VALUES (" + ++n + ", '" + note + "'); INSERT INTO entry(amount, note) VALUES (" + -n + ", '" + note + "'); COMMIT");
  if (n === 1) console.log("writing");
  setTimeout(step, ${pause});
};
step();`;
  const child = spawn(process.execPath, ["-e", code], { stdio: ["pipe", "pipe", "inherit"] });
  let said = "";
  child.stdout.setEncoding("utf8");
  const over = new Promise<void>((resolve) => child.on("close", () => resolve()));
  await new Promise<void>((resolve) => {
    child.stdout.on("data", (text: string) => {
      said += text;
      if (said.includes("writing")) resolve();
    });
    child.on("close", () => resolve());
  });
  return async () => {
    child.stdin.end("stop");
    await over;
    return Number(said.split("\n").at(-2));
  };
}

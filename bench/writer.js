// An application that inserts all the time: `node writer.js DATABASE RESULT [MODE]`, where DATABASE is a file, put into that
// journal mode, or the URL of a server. Ended by SIGTERM, it writes down how many rows it inserted, how many milliseconds
// the longest of them took, how many were refused, and how many of those inserted are not there any more.
import { renameSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "libsql";

const [path, result, mode] = process.argv.slice(2);
const { run, close } = /^http:/.test(path) ? onServer(path) : onFile(path);
let working = true;
process.on("SIGTERM", () => {
  working = false;
});
let [tried, inserted, refused, longest] = [0, 0, 0, 0];
while (working) {
  const start = performance.now();
  const values = `${1e9 + tried}, ${tried % 50_000}, 'product', 1`;
  try {
    await run(`INSERT INTO sale (id, customer, product, amount) VALUES (${values})`);
    inserted++;
  } catch {
    refused++;
  }
  longest = Math.max(longest, performance.now() - start);
  tried++;
  if (tried === 20) say({ inserted, longest });
  await sleep(2);
}
const found = await run("SELECT count(*) FROM sale WHERE id >= 1000000000").catch(() => 0);
say({ inserted, longest, refused, lost: inserted - found, ended: true });
close();

function say(found) {
  writeFileSync(`${result}.half`, JSON.stringify(found));
  renameSync(`${result}.half`, result);
}

/** Its first value, if it returns one. */
function onFile(file) {
  const db = new Database(file, { timeout: 120_000 });
  if (mode) db.exec(`PRAGMA journal_mode = ${mode}`);
  const run = async (sql) => {
    const statement = db.prepare(sql);
    return statement.reader ? statement.raw().all()[0]?.[0] : statement.run();
  };
  return { run, close: () => db.close() };
}

function onServer(url) {
  const run = async (sql) => {
    const requests = [{ type: "execute", stmt: { sql } }, { type: "close" }];
    const answer = await fetch(new URL("v2/pipeline", url), { method: "POST", body: JSON.stringify({ requests }) });
    const { results } = await answer.json();
    const { error, response } = results[0];
    if (error) throw new Error(error.message);
    return Number(response.result.rows[0]?.[0]?.value);
  };
  return { run, close: () => {} };
}

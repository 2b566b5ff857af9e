// An application that inserts all the time: `node writer.js DATABASE RESULT`. Ended by SIGTERM, it writes down how many rows
// it inserted and how many milliseconds the longest of them took.
import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "libsql";

const [path, result] = process.argv.slice(2);
const db = new Database(path, { timeout: 120_000 });
let working = true;
process.on("SIGTERM", () => {
  working = false;
});
let inserted = 0;
let longest = 0;
while (working) {
  const start = performance.now();
  db.exec(
    `INSERT INTO sale (id, customer, product, amount) VALUES (${1e9 + inserted}, ${inserted % 50_000}, 'product', 1)`,
  );
  longest = Math.max(longest, performance.now() - start);
  inserted++;
  if (inserted === 20) writeFileSync(result, JSON.stringify({ inserted, longest }));
  await sleep(2);
}
writeFileSync(result, JSON.stringify({ inserted, longest }));
db.close();

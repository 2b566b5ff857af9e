// What only Cloudflare's own D1 can answer, asked of an account of yours, on an empty database that may be written to:
//
//   wrangler d1 create scratch
//   CLOUDFLARE_API_TOKEN=… CLOUDFLARE_ACCOUNT_ID=… D1_DATABASE=ID node scripts/d1-account.js
//
// It says for each answer what trueup counts on, and ends with 1 where one is another. A database that holds tables is
// refused; what it makes there begins with probe_ and is dropped in the end. It takes about a minute.
import { createHash } from "node:crypto";
import process from "node:process";

const { CLOUDFLARE_API_TOKEN: token, CLOUDFLARE_ACCOUNT_ID: account, D1_DATABASE: database } = process.env;
if (!token || !account || !database) {
  console.error("set CLOUDFLARE_API_TOKEN, CLOUDFLARE_ACCOUNT_ID and D1_DATABASE (the id of an empty database)");
  process.exit(64);
}
const api = process.env.CLOUDFLARE_API_BASE_URL ?? "https://api.cloudflare.com/client/v4";
const base = `${api}/accounts/${account}/d1/database/${database}`;
let wrong = 0;

async function call(path, body, method = "POST") {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const answer = await fetch(base + path, {
    method,
    headers,
    ...(body === null ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  try {
    return { status: answer.status, ...JSON.parse(text) };
  } catch {
    return { status: answer.status, success: false, errors: [{ message: text.slice(0, 300) }] };
  }
}

const batch = (...list) =>
  call("/raw", {
    batch: list.map((each) => (typeof each === "string" ? { sql: each } : { sql: each[0], params: each.slice(1) })),
  });
const said = (answer) =>
  answer.success
    ? answer.result.map((each) => each.results?.rows)
    : `${answer.status} ${JSON.stringify(answer.errors)}`;
const value = async (sql) => {
  const rows = said(await batch(sql));
  return Array.isArray(rows) ? rows[0]?.[0]?.[0] : rows;
};

function tell(what, found) {
  console.log(`   ${what}: ${JSON.stringify(found)}`);
}

function expect(what, found, wanted) {
  const same = JSON.stringify(found) === JSON.stringify(wanted);
  if (!same) wrong += 1;
  console.log(
    `${same ? "ok" : "NO"} ${what}: ${JSON.stringify(found)}${same ? "" : `, and trueup counts on ${JSON.stringify(wanted)}`}`,
  );
}

const own = "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND substr(name, 1, 4) <> '_cf_'";
const there = await value(`SELECT count(*) FROM sqlite_schema WHERE ${own}`);
if (there !== 0) {
  console.error(`the database is not empty, or cannot be read: ${there}; nothing was done`);
  process.exit(1);
}

console.log("\nWhat it is");
tell("database", (await call("", null, "GET")).result);
tell("tables of its own", said(await batch("SELECT name FROM sqlite_schema")));
expect("the encoding, without the pragma", await value("SELECT hex(CAST('a' AS BLOB))"), "61");
tell("SQLite since 3.48, or an error", await value("SELECT iif(1, 2)"));
expect("foreign keys", await value("SELECT foreign_keys FROM pragma_foreign_keys"), 1);
for (const pragma of ["foreign_key_check", "quick_check", "ignore_check_constraints", "legacy_alter_table"])
  expect(`pragma_${pragma} answers`, Array.isArray(said(await batch(`SELECT * FROM pragma_${pragma}`))), true);

console.log("\nA batch is one transaction");
const raising = await batch(
  "CREATE TABLE probe_a (a)",
  "SELECT json_extract('{}', 'trueup:0:probe:' || char(10) || 'a''b')",
);
expect("a check raises, with its words", /'trueup:0:probe:\na''b'/.test(raising.errors?.[0]?.message ?? ""), true);
expect("its code", raising.errors?.[0]?.code, 7500);
expect("nothing of it is left", await value("SELECT count(*) FROM sqlite_schema WHERE name = 'probe_a'"), 0);

console.log("\nTriggers, each as one statement of a batch");
await batch("CREATE TABLE probe_t (id INTEGER PRIMARY KEY, x)");
const forms = {
  "a shield": "CREATE TRIGGER probe_g BEFORE DELETE ON probe_t BEGIN SELECT RAISE(IGNORE); END",
  "over several lines":
    "CREATE TRIGGER probe_g\nAFTER INSERT ON probe_t\nBEGIN\n  UPDATE probe_t SET x = 1;\n  UPDATE probe_t SET x = 2;\nEND",
  "small letters":
    "create trigger probe_g after insert on probe_t begin update probe_t set x = 1; update probe_t set x = 2; end",
  "CASE … END inside":
    "CREATE TRIGGER probe_g AFTER INSERT ON probe_t BEGIN SELECT CASE WHEN 1 THEN 2 END; UPDATE probe_t SET x = 2; END",
};
for (const [what, sql] of Object.entries(forms)) {
  const answer = said(await batch(sql));
  expect(
    what,
    Array.isArray(answer) ? await value("SELECT sql FROM sqlite_schema WHERE name = 'probe_g'") : answer,
    sql,
  );
  await batch("DROP TRIGGER IF EXISTS probe_g");
}

console.log("\nValues");
expect("a text parameter", said(await batch(["SELECT typeof(?)", "1"])), [[["text"]]]);
expect("one of 1.9 MB", said(await batch(["SELECT length(?)", "x".repeat(1_900_000)])), [[[1_900_000]]]);
expect("a blob", said(await batch("SELECT x'00ff'")), [[[[0, 255]]]]);
const long = await batch("SELECT json_extract('{}', 'trueup:' || replace(hex(zeroblob(10000)), '0', 'y'))");
expect("an error of 20 kB comes whole", (long.errors?.[0]?.message ?? "").includes("y".repeat(20_000)), true);

console.log("\nThe rebuild of a parent under shields");
await batch(
  "CREATE TABLE probe_p (id INTEGER PRIMARY KEY, n TEXT)",
  "CREATE TABLE probe_c (id INTEGER PRIMARY KEY, p INT REFERENCES probe_p (id) ON DELETE CASCADE)",
  "CREATE TABLE probe_d (id INTEGER PRIMARY KEY, p INT REFERENCES probe_p (id) ON DELETE SET NULL)",
  "INSERT INTO probe_p VALUES (1, 'a'), (2, 'b')",
  "INSERT INTO probe_c VALUES (1, 1), (2, 2)",
  "INSERT INTO probe_d VALUES (1, 1), (2, 2)",
);
const rebuilt = said(
  await batch(
    "PRAGMA defer_foreign_keys = ON",
    "CREATE TABLE probe_n (id INTEGER PRIMARY KEY, n TEXT NOT NULL)",
    "INSERT INTO probe_n SELECT * FROM probe_p",
    "CREATE TRIGGER probe_1 BEFORE DELETE ON probe_c BEGIN SELECT RAISE(IGNORE); END",
    "CREATE TRIGGER probe_2 BEFORE UPDATE ON probe_d BEGIN SELECT RAISE(IGNORE); END",
    "SELECT total_changes()",
    "DROP TABLE probe_p",
    "SELECT total_changes()",
    "DROP TRIGGER probe_1",
    "DROP TRIGGER probe_2",
    "ALTER TABLE probe_n RENAME TO probe_p",
    "PRAGMA defer_foreign_keys = OFF",
    "SELECT count(*) FROM pragma_foreign_key_check",
  ),
);
expect("DROP counts the rows of its own table alone", Number(rebuilt[7]?.[0]?.[0]) - Number(rebuilt[5]?.[0]?.[0]), 2);
expect("no row is without its parent", rebuilt[12]?.[0]?.[0], 0);
const counts =
  "SELECT (SELECT count(*) FROM probe_p) || ' ' || (SELECT count(*) FROM probe_c) || ' ' || (SELECT count(p) FROM probe_d)";
expect("rows of the parent, of a child, and references of the other", await value(counts), "2 2 2");

console.log("\nTime Travel");
const bookmark = async () => (await call("/time_travel/bookmark", null, "GET")).result?.bookmark;
const first = await bookmark();
expect("a bookmark stays without a write", (await bookmark()) === first, true);
await batch("SELECT * FROM probe_p");
expect("and after a read", (await bookmark()) === first, true);
await batch("INSERT INTO probe_p VALUES (3, 'c')");
expect("and moves with a write", (await bookmark()) !== first, true);
const back = await call(`/time_travel/restore?bookmark=${first}`, null);
expect("what a restore leaves is named", typeof back.result?.previous_bookmark, "string");
expect("rows after it", await value("SELECT count(*) FROM probe_p"), 2);

console.log("\nImport");
const text =
  "CREATE TABLE probe_i (a);\ncreate trigger probe_g after insert on probe_i begin update probe_i set a = a; end;\n";
for (const [what, sql, left] of [
  ["one that raises leaves nothing", `${text}SELECT json_extract('{}', 'trueup:0:import');\n`, 0],
  ["one that does not stays", text, 1],
]) {
  const etag = createHash("md5").update(sql).digest("hex");
  let job = (await call("/import", { action: "init", etag })).result;
  if (job?.upload_url) {
    await fetch(job.upload_url, { method: "PUT", body: sql });
    job = (await call("/import", { action: "ingest", etag, filename: job.filename })).result;
  }
  for (let n = 0; n < 60 && job?.success && !["complete", "error"].includes(job.status); n++) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    job = (await call("/import", { action: "poll", current_bookmark: job.at_bookmark })).result;
  }
  tell("it says", job);
  expect(what, await value("SELECT count(*) FROM sqlite_schema WHERE name = 'probe_i'"), left);
}

for (const table of ["probe_i", "probe_c", "probe_d", "probe_p", "probe_n", "probe_t"])
  await batch(`DROP TABLE IF EXISTS ${table}`);
console.log(
  wrong === 0
    ? "\nAll of it is as trueup counts on."
    : `\n${wrong} answers are others than trueup counts on: please report them.`,
);
process.exitCode = wrong === 0 ? 0 : 1;

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { StartError } from "../../src/start/start-error.ts";
import { convergeSync } from "../../src/start/sync.ts";
import { bundleFor } from "../kit/bundle.ts";
import type { Database } from "./run-case.ts";

/** SQLite 3.35, as an old sql.js includes it: `too-old.ts`. Prints how a start refuses it. */
const require = createRequire(import.meta.url);
const load = require("sql.js-3.35") as (options: object) => Promise<{ Database: new () => Database["db"] & Database }>;
const { Database: Old } = await load({ wasmBinary: readFileSync(require.resolve("sql.js-3.35/dist/sql-wasm.wasm")) });
const table = "CREATE TABLE tune (id INTEGER PRIMARY KEY)";
const bundle = await bundleFor({ releases: { "v1.0.0": table } }, "v1.0.0");
const db = new Old();
try {
  convergeSync(db, bundle);
  throw new Error("an engine that is too old is not refused");
} catch (error) {
  if (!(error instanceof StartError && error.code === "engine")) throw error;
  console.log(error.message);
}
db.exec(table);
if (convergeSync(db, bundle).state !== "unchanged") throw new Error("where nothing is to do, any engine is enough");

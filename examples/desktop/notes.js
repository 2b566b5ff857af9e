#!/usr/bin/env node
// A notebook on the desktop: `notes.js add TEXT`, `notes.js list`. NOTES names the folder of the database.
import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { convergeSync, StartError } from "trueup/start/sync";
import { bundle } from "./schema.bundle.js";

const folder = process.env.NOTES ?? join(homedir(), ".notes");
const [command, ...words] = process.argv.slice(2);

const db = open();
switch (command) {
  case "add":
    db.exec("INSERT INTO notebook (id, name) VALUES (1, 'notes') ON CONFLICT DO NOTHING");
    db.prepare("INSERT INTO note (notebook_id, body) VALUES (1, ?)").run(words.join(" "));
    break;
  case "list":
    for (const { id, body } of db.prepare("SELECT id, body FROM note ORDER BY id").all()) console.log(`${id}  ${body}`);
    break;
  default:
    console.log("notes.js add TEXT, notes.js list");
}
db.close();

/** The database as this release needs it; or the program ends, and says why. */
function open() {
  mkdirSync(folder, { recursive: true });
  const db = new Database(join(folder, "notes.db"));
  try {
    const outcome = convergeSync(db, bundle, {
      backup: { folder: join(folder, "backups"), keep: 5 },
      newer: "run-if-compatible",
      onEvent: (event) => event.kind === "waiting" && event.milliseconds > 1000 && console.error("waiting for another program"),
    });
    if (outcome.state === "applied") console.error(`updated from ${outcome.from} to ${outcome.reached}`);
    return db;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error(error.message);
    process.exit(error.code === "newer" ? 3 : 1);
  }
}

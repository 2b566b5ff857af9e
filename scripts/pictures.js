// npm run pictures: draws docs/pictures anew. test/report/pictures.test.ts holds them against what is checked in, and
// test/docs/session.test.ts the one that moves.
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pictures } from "../test/report/pictures.ts";
import { draw, record } from "./session.js";

const folder = new URL("../docs/pictures/", import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, text] of await pictures()) writeFileSync(new URL(name, folder), text);
writeFileSync(new URL("session.svg", folder), draw(record(mkdtempSync(join(tmpdir(), "trueup-session-")))));

// npm run pictures: draws docs/pictures anew. test/report/pictures.test.ts holds them against what is checked in.
import { mkdirSync, writeFileSync } from "node:fs";
import { pictures } from "../test/report/pictures.ts";

const folder = new URL("../docs/pictures/", import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, text] of await pictures()) writeFileSync(new URL(name, folder), text);

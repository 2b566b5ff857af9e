import { writeFileSync } from "node:fs";
import { cases } from "./cases.ts";

/** The scenarios as data, for runtimes that have neither libSQL nor TypeScript: `write-cases.ts FILE`. */
writeFileSync(process.argv[2] ?? "", JSON.stringify(await cases()));

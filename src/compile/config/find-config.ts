import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Checked, failed, fine } from "../../problem/problem.ts";

export const configName = "trueup.config.ts";
const others = [
  "trueup.config.js",
  "trueup.config.mjs",
  "trueup.config.cjs",
  "trueup.config.mts",
  "trueup.config.json",
];

/** The configuration of a folder: in it, or in the nearest parent that has one; null if none has. */
export function findConfig(folder: string): Checked<string | null> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const found = [configName, ...others].filter((name) => existsSync(join(at, name)));
    const [first, second] = found;
    if (first !== undefined && second !== undefined) return failed(two(at, first, second));
    if (first === configName) return fine(join(at, first));
    if (first !== undefined) return failed(wrongName(join(at, first)));
    if (dirname(at) === at) return fine(null);
  }
}

function two(folder: string, first: string, second: string) {
  return {
    code: "two-configs",
    level: "error",
    subject: folder,
    message: `there are two configurations: ${first} and ${second}`,
    help: [`keep ${configName}, and move the contents of the other one into it`],
  } as const;
}

function wrongName(file: string) {
  return {
    code: "two-configs",
    level: "error",
    subject: file,
    message: `the configuration must be named ${configName}`,
    help: [`rename ${file}; it is read, never run: export default { schema: "schema", targets: { … } }`],
  } as const;
}

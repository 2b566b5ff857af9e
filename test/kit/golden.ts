import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Test } from "tap";

/**
 * For the folder `golden` beside a test: compares a result with the file that is checked in there. UPDATE_GOLDEN=1
 * rewrites the file; look at the diff.
 */
export function goldenBeside(test: string): (t: Test, name: string, made: string) => void {
  const folder = new URL("./golden/", test);
  return (t, name, made) => {
    const file = new URL(name, folder);
    if (process.env.UPDATE_GOLDEN === "1") {
      mkdirSync(new URL(".", file), { recursive: true });
      writeFileSync(file, made);
    }
    t.equal(made, readFileSync(file, "utf8"), `${name} is what is checked in`);
  };
}

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Test } from "tap";

const folder = new URL("./golden/", import.meta.url);

/** Holds what was said against what is checked in; `npm run golden` writes it anew, for a person to look at. */
export function golden(t: Test, name: string, made: string): void {
  const file = new URL(name, folder);
  if (process.env.UPDATE_GOLDEN === "1") {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, made);
  }
  t.equal(made, readFileSync(file, "utf8"), `${name} is what is checked in`);
}

import type { Test } from "tap";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const folder = new URL("./golden/", import.meta.url);

/** Holds what was made against what is checked in; UPDATE_GOLDEN=1 writes it anew, for a person to look at. */
export function golden(t: Test, name: string, made: string): void {
  const file = new URL(name, folder);
  if (process.env.UPDATE_GOLDEN === "1") {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, made);
  }
  t.equal(made, readFileSync(file, "utf8"), `${name} is what is checked in`);
}

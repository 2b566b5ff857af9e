import { readFileSync } from "node:fs";

/** A page of docs/reference, which is in the package. */
export function referencePage(name: string): string {
  return readFileSync(new URL(`../../docs/reference/${name}.md`, import.meta.url), "utf8");
}

import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

/** Puts what was measured between two marks of a page that people wrote, so that no figure in it grows old. */
export function quote(page, name, lines) {
  const path = resolve(import.meta.dirname, "..", page);
  const text = readFileSync(path, "utf8");
  const block = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
  if (!block.test(text)) throw new Error(`${page} has no place for ${name}`);
  writeFileSync(
    path,
    text.replace(block, (_, open, close) => `${open}\n${lines.join("\n")}\n\n${close}`),
  );
}

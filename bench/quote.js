import { readFileSync, writeFileSync } from "node:fs";

/** Puts what was measured between two marks of a page that people wrote, so that no figure in it grows old. */
export function quote(path, name, lines) {
  const text = readFileSync(path, "utf8");
  const block = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
  if (!block.test(text)) throw new Error(`${path} has no place for ${name}`);
  writeFileSync(
    path,
    text.replace(block, (_, open, close) => `${open}\n${lines.join("\n")}\n\n${close}`),
  );
}

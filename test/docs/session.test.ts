import { readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { draw, record, textOf } from "../../scripts/session.js";
import { built, root, steady } from "../cli/run.ts";

built();

/** What differs in each run: times, hashes of a time, sizes. */
function same(svg: string, folder: string): string {
  return steady(textOf(svg), folder)
    .replace(/ {2,}\d+\.\d kB\b/g, " N kB")
    .replace(/ +N ms\b/g, " N ms")
    .replace(/^(✓.*?) {2,}/gm, "$1 ")
    .replace(/: \d+ pages put back/, ": N pages put back");
}

t.test("the moving picture of the README is what the program prints (npm run pictures records it again)", async (t) => {
  const folder = t.testdir();
  const shown = readFileSync(join(root, "docs", "pictures", "session.svg"), "utf8");
  t.strictSame(same(draw(record(folder)), folder).split("\n"), same(shown, folder).split("\n"));
  t.match(readFileSync(join(root, "README.md"), "utf8"), "](docs/pictures/session.svg)", "and the README shows it");
});

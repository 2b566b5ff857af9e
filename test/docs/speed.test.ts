import { readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { root } from "../cli/run.ts";

const text = (file: string): string => readFileSync(join(root, file), "utf8");
const rows = (markdown: string): readonly string[] => markdown.split("\n").filter((line) => line.startsWith("|"));

// `npm run bench` writes both. A figure that was changed by hand, or a bench that was half committed, shows here.
t.test("the README quotes the figures that the bench measured last", async (t) => {
  const quoted = /<!-- speed -->\n([\s\S]*?)<!-- \/speed -->/.exec(text("README.md"))?.[1] ?? "";
  const measured = /## In short\n([\s\S]*?)\n## /.exec(text("docs/performance.md"))?.[1] ?? "";
  t.ok(rows(quoted).length > 2, "there is something to quote");
  t.strictSame(rows(quoted), rows(measured));
});

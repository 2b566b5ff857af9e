import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import t from "tap";

t.setTimeout(900_000);

const root = resolve(import.meta.dirname, "../..");
const { checkParser } = await import("../../scripts/check-parser.js");
const { parserOnly } = await import("../../scripts/parser.js");

const folders = ["src/compile", "src/pull", "src/queries", "src/vocabulary", "src/database", "schema"];
const texts = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(root, folder, name), "utf8")),
);
const parser = parserOnly(texts.join("\n"));

t.test("the built-in parser reads as TypeScript's own does", async () => {
  // Each in one of two ways: with both the tests would take two seconds more.
  const broken = texts.map((text, n) =>
    n % 2 === 0 ? text.slice(0, text.length / 2) : text.slice(text.length / 3).replace(")", "}"),
  );
  const odd = [
    "#!/usr/bin/env node\n/** doc */ export const a = b.#c;",
    "export const a = sql`x ${b`y ${c}`} \\u{1F3B5}`;\n// end",
    "<<<<<<< ours\nconst a = 1;\n=======\nconst a = 2;\n>>>>>>> theirs\n",
    "const \u00e4 = 0x1f_fn, b = 'it\\'s', /* c */ d = <any>e satisfies F!;",
    "const r = /[a-z&&[^b]]+(?<n>.)\\k<n>/v;",
    "",
  ];
  await checkParser(parser, [...texts, ...broken, ...odd]);
});

t.test("the build says what broke", async (t) => {
  t.throws(() => parserOnly("node.getFullText()"), /getFullText/, "a method that it does not have");
  const wrong = parser.replaceAll("getTokenPosOfNode(this, file)", "0");
  t.not(wrong, parser);
  await t.rejects(checkParser(wrong, ["const a = 1;"]), /cuts TypeScript [\d.]+ out of ts-morph wrongly: .+decisions/);
});

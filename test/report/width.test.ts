import t from "tap";
import { displayWidth, fit, oneLine, padEnd, padStart, printable, wrap } from "../../src/report/width.ts";

t.test("text is as wide as a terminal shows it", (t) => {
  const widths: readonly (readonly [string, number])[] = [
    ["", 0],
    ["tune", 4],
    ["曲", 2],
    ["フルート", 8],
    ["ﬀ", 1],
    ["é", 1],
    ["e\u0301", 1],
    ["👩‍🎤", 2],
    ["🇮🇪", 2],
    ["❤️", 2],
    ["→ …", 3],
    ["한글", 4],
    ["\x1b[1;31mred\x1b[22;39m", 3],
  ];
  for (const [text, width] of widths) t.equal(displayWidth(text), width, JSON.stringify(text));
  t.end();
});

t.test("padding counts cells, not code units", (t) => {
  t.equal(padEnd("曲", 4), "曲  ");
  t.equal(padStart("曲", 4), "  曲");
  t.equal(padEnd("long", 2), "long");
  t.end();
});

t.test("a cut is visible, and never splits a character", (t) => {
  t.equal(fit("reel", 4), "reel");
  t.equal(fit("hornpipe", 5), "horn…");
  t.equal(fit("曲曲曲", 4), "曲…");
  t.equal(fit("👩‍🎤👩‍🎤", 3), "👩‍🎤…");
  t.equal(fit("x", 0), "");
  t.end();
});

t.test("lines break at spaces, and a long word at the end of the line", (t) => {
  t.same(wrap("one two three", 7), ["one two", "three"]);
  t.same(wrap("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
  t.same(wrap("曲曲", 1), ["曲", "曲"]);
  t.same(wrap("", 9), [""]);
  t.end();
});

t.test("nothing from a database can steer the terminal or turn the reading direction", (t) => {
  t.equal(printable("a\x1b[2Jb"), "a\\u{1b}[2Jb");
  t.equal(printable("x\u202ey"), "x\\u{202e}y");
  t.equal(printable("tab\tline\n"), "tab\tline\n");
  t.equal(printable("\ud800 😀"), "\\u{d800} 😀");
  t.equal(oneLine("  a\n  b\t c "), "a b c");
  t.equal(oneLine("a\0b"), "a\\u{0}b");
  t.end();
});

import t from "tap";
import { type Theme, dark, light } from "../../src/report/theme.ts";

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const part = (at: number): number => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

const pairs: readonly (readonly [keyof Theme, keyof Theme])[] = [
  ...(["ground", "card", "head"] as const).flatMap((ground) =>
    (["text", "soft", "link"] as const).map((text) => [text, ground] as const),
  ),
  ...(["keyword", "literal", "added", "changed", "renamed", "dropped"] as const).flatMap((text) =>
    (["ground", "card"] as const).map((ground) => [text, ground] as const),
  ),
  ["added", "addedGround"],
  ["changed", "changedGround"],
  ["renamed", "renamedGround"],
  ["dropped", "droppedGround"],
  ["text", "addedGround"],
  ["text", "droppedGround"],
];

t.test("all text has enough contrast with its background, in light and in dark", (t) => {
  for (const [name, theme] of [
    ["light", light],
    ["dark", dark],
  ] as const)
    for (const [text, ground] of pairs) {
      const ratio = contrast(theme[text], theme[ground]);
      t.ok(ratio >= 4.5, `${name}: ${text} on ${ground} is ${ratio.toFixed(2)}`);
    }
  t.end();
});

t.test("lines and frames can be seen", (t) => {
  for (const theme of [light, dark])
    for (const ground of ["ground", "card"] as const) t.ok(contrast(theme.line, theme[ground]) >= 3);
  t.end();
});

/** JSON with comments and trailing commas, as in wrangler.jsonc. Throws if it is not that. */
export function readJsonc(text: string): unknown {
  const pieces = text.replace(/^\uFEFF/, "").match(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[^"/]+|./gs) ?? [];
  const bare = pieces.map((piece) => (/^\/[/*]/.test(piece) ? " " : piece));
  return JSON.parse(withoutSpareCommas(bare));
}

function withoutSpareCommas(pieces: readonly string[]): string {
  const parts = pieces.flatMap((piece) => (piece.startsWith('"') ? [piece] : piece.split(/(?<=,)|(?=,)/)));
  const text: string[] = [];
  for (const part of parts) {
    const closes = /^\s*[\]}]/.test(part);
    const before = text.findLastIndex((each) => each.trim() !== "");
    if (closes && text[before]?.trim() === ",") text[before] = "";
    text.push(part);
  }
  return text.join("");
}

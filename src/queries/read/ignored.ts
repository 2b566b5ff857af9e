const comment = /(?:\/\/|--|\/\*)[ \t]*trueup-ignore[ \t]+([a-z-]+)[ \t]*:[ \t]*\S/g;

/** The codes that comments silence for what begins at a place: on its line, or on the lines above its statement. */
export function silencesOf(text: string): (start: number, statement: number) => readonly string[] {
  if (!text.includes("trueup-ignore")) return () => [];
  const byLine = new Map<number, string[]>();
  const alone = new Set<number>();
  for (const found of text.matchAll(comment)) {
    const line = lineOf(text, found.index);
    if (text.slice(text.lastIndexOf("\n", found.index - 1) + 1, found.index).trim() === "") alone.add(line);
    byLine.set(line, [...(byLine.get(line) ?? []), found[1] ?? ""]);
  }
  return (start, statement) => {
    const codes: string[] = [];
    for (const from of new Set([lineOf(text, start), lineOf(text, statement)])) {
      codes.push(...(byLine.get(from) ?? []));
      for (let line = from - 1; alone.has(line); line--) codes.push(...(byLine.get(line) ?? []));
    }
    return codes;
  };
}

function lineOf(text: string, at: number): number {
  let line = 1;
  for (let from = text.indexOf("\n"); from >= 0 && from < at; from = text.indexOf("\n", from + 1)) line += 1;
  return line;
}

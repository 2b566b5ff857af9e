/** The parts of a documentation page that can be run: code blocks in order, and commands inside sentences. */
export type Block =
  | { readonly kind: "sh"; readonly line: number; readonly setup: string | null; readonly text: string }
  | { readonly kind: "file"; readonly line: number; readonly path: string; readonly text: string };

export function blocks(markdown: string): readonly Block[] {
  const found: Block[] = [];
  const lines = markdown.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const open = /^```(\w+)(.*)$/.exec(lines[at] ?? "");
    if (open === null) continue;
    const [, language, info = ""] = open;
    const start = at + 1;
    while (at + 1 < lines.length && !(lines[at + 1] ?? "").startsWith("```")) at++;
    const text = lines.slice(start, at + 1).join("\n");
    at++;
    const path = /\bfile=(\S+)/.exec(info)?.[1];
    if (path !== undefined) found.push({ kind: "file", line: start, path, text });
    else if (language === "sh")
      found.push({ kind: "sh", line: start, setup: /\bsetup=(\w+)/.exec(info)?.[1] ?? null, text });
  }
  return found;
}

/** `trueup plan --out x` between backticks, and not in a block. */
export function inlineCommands(markdown: string): readonly string[] {
  const prose = markdown.replace(/^```[\s\S]*?^```/gm, "");
  return [...prose.matchAll(/`(trueup [^`]+)`/g)].map((match) => match[1] ?? "");
}

/** The words of a simple command line, without quotes; what follows a pipe or a redirection is not ours. */
export function words(line: string): readonly string[] {
  const own = line.replace(/\s+(\||>>?|&&|;|#)\s.*$/, "");
  return (own.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []).map((word) => word.replace(/["']/g, ""));
}

/** `command # exits 2` must exit with that code; every other line must succeed. */
export function script(text: string): string {
  const lines = text.split("\n").map((line) => {
    const expected = /^(.*\S)\s+# exits (\d+)\s*$/.exec(line);
    return expected === null ? line : `__exit=0; ${expected[1]} || __exit=$?; [ "$__exit" = ${expected[2]} ]`;
  });
  return `set -e\n${lines.join("\n")}\n`;
}

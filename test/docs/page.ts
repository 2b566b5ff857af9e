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

/** Lines of a block that bash runs together, or a command of ours that means the same without a shell. */
export type Part =
  | { readonly kind: "bash"; readonly text: string }
  | { readonly kind: "trueup"; readonly args: readonly string[]; readonly exit: number };

/**
 * A block in parts, so that most commands need no process. A block that changes the shell it runs in, or writes a file from
 * its own lines, stays whole.
 */
export function parts(text: string): readonly Part[] {
  if (/^\s*(export|cd|set)\b|<<|\\$/m.test(text)) return [{ kind: "bash", text }];
  const found: Part[] = [];
  for (const line of text.split("\n")) {
    const args = plainCommand(line);
    const last = found.at(-1);
    if (args !== null) found.push({ kind: "trueup", args, exit: Number(/ # exits (\d+)\s*$/.exec(line)?.[1] ?? 0) });
    else if (last?.kind === "bash") found[found.length - 1] = { kind: "bash", text: `${last.text}\n${line}` };
    else found.push({ kind: "bash", text: line });
  }
  return found;
}

/** The arguments of a command of ours, if nothing in the line has a meaning for a shell but quotes around a whole word. */
function plainCommand(line: string): readonly string[] | null {
  const own = line.replace(/\s+# exits \d+\s*$/, "");
  const word = /'[^']*'|"[^"$`\\!]*"|[\w./:=,@+-]+/.source;
  if (!new RegExp(`^trueup(?: +(?:${word}))*\\s*$`).test(own)) return null;
  return (own.match(new RegExp(word, "g")) ?? []).slice(1).map((each) => each.replace(/^(["'])(.*)\1$/, "$2"));
}

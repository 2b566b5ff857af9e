import { nearest } from "../../problem/nearest.ts";
import type { CodeText } from "../../problem/codes.ts";
import { wrapProse } from "../../report/prose.ts";
import { hang } from "../../report/width.ts";
import { codeGroups, codes } from "../../work/codes.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import type { Shell } from "../shell.ts";
import { refuse } from "../../work/context.ts";
import { usage } from "../usage.ts";

export async function run(shell: Shell): Promise<Exit> {
  const [code] = shell.args;
  if (code === undefined) return list(shell);
  const known: Readonly<Record<string, CodeText>> = codes;
  const explained = Object.hasOwn(known, code) ? known[code] : undefined;
  if (explained === undefined) {
    const near = nearest(code, Object.keys(codes));
    refuse(
      usage("unknown-code", code, `there is no code \`${code}\``, [
        near === null ? "trueup explain  lists them all" : `did you mean  trueup explain ${near} ?`,
      ]),
    );
  }
  if (shell.json) shell.out.print(document(shell, exits.done, { code, ...explained }));
  else shell.out.print(text(code, explained, shell));
  return exits.done;
}

function text(code: string, { title, text }: CodeText, { out }: Shell): string {
  const { style, width } = out.data;
  const paragraphs = text.split("\n\n").map((part) => {
    // Indented lines are examples, and are not wrapped.
    if (part.startsWith(" ")) return part.split("\n").map(style.command).join("\n");
    return wrapProse(part.replaceAll("\n", " "), Math.min(width, 90)).join("\n");
  });
  return [`${style.error(code)}: ${style.bold(title)}`, ...paragraphs].join("\n\n");
}

function list(shell: Shell): Exit {
  const { style, width } = shell.out.data;
  if (shell.json) {
    const all = Object.entries(codes).map(([code, { title, text }]) => ({ code, title, text }));
    shell.out.print(document(shell, exits.done, { codes: all }));
    return exits.done;
  }
  const room = Math.max(...Object.keys(codes).map((code) => code.length));
  const lines = codeGroups
    .filter((group) => Object.keys(group.codes).length > 0)
    .flatMap(({ title, codes }) => [
      style.bold(title),
      ...Object.entries(codes).map(([code, each]) =>
        hang(`  ${style.command(code.padEnd(room))}  `, each.title, width),
      ),
      "",
    ]);
  shell.out.print(lines.join("\n").trimEnd());
  return exits.done;
}

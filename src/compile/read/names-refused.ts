import type { Span } from "../../problem/problem.ts";
import { declarationError } from "./declaration-error.ts";
import type { ConstBinding, Module, Package, Run } from "./module.ts";
import { unreadValue } from "./unread.ts";

/** An export of a package; an unknown one is a value that cannot be read. */
export function packageWord({ package: name, words, harmless, missing }: Package, imported: string, at: Span): unknown {
  if (words !== null && imported === "*") return words;
  if (words !== null && Object.hasOwn(words, imported)) return words[imported];
  const error =
    missing === true
      ? declarationError(
          "import-not-found",
          at,
          `\`${imported}\` comes from "${name}", and there is no such file`,
          [],
          {
            subject: imported,
            label: "not known here",
          },
        )
      : declarationError(
          "import-refused",
          at,
          `\`${imported}\` comes from "${name}", which is not read: none of it would be run`,
          [
            "write the value itself, or declare what needs it in a file beside this one",
            ...(words === null
              ? ["files of this repository are found by tsconfig.json, package.json and its workspaces"]
              : []),
          ],
          { subject: imported, label: "not known here" },
        );
  return unreadValue(error, null, harmless || words !== null);
}

/** A circle of values, with the place of each. */
export function needsItself(binding: ConstBinding, at: Span, { evaluating }: Run) {
  const { name, module } = binding;
  const [, ...others] = evaluating.slice(evaluating.indexOf(binding));
  const inner = module.loose ? `(): AnySQLiteColumn => ${name}.column` : `() => ${name}.column where it is allowed`;
  return declarationError(
    "used-too-early",
    at,
    others.length === 0
      ? `\`${name}\` is used inside its own declaration`
      : `\`${name}\` needs itself: it needs ${others.map((each) => `\`${each.name}\``).join(", which needs ")}, which needs \`${name}\``,
    others.length === 0
      ? [`for a column of the same table write ${module.loose ? "" : 'self("column"), or the arrow form '}${inner}`]
      : ["write one of these values out, or move what both need into a file of its own"],
    {
      subject: name,
      label: "not declared yet",
      also: [
        { at: binding.at, label: "being declared here" },
        ...others.map((each) => ({ at: each.at, label: "and this for it" })),
      ],
    },
  );
}

/** A value of a file that is itself being read. */
export function cycle(module: Module, other: Module, name: string, at: Span) {
  return declarationError(
    "import-cycle",
    at,
    `\`${name}\` is not declared yet: ${module.file} and ${other.file} need each other`,
    [
      `refer to it in an arrow function, which is called later: () => ${name}...`,
      "or move what both need into a file of its own",
    ],
    { subject: name, label: "needed while this file is read" },
  );
}

import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** One file of `situations/`: a folder of plans, a database, and what should come of them. States are letters. */
export interface Situation {
  readonly name: string;
  /** Its first line: what happened. */
  readonly story: string;
  readonly plans: readonly {
    readonly name: string;
    readonly from: string;
    readonly to: string;
    readonly bound: number;
  }[];
  readonly copies: readonly { readonly name: string; readonly of: string }[];
  readonly broken: readonly string[];
  readonly formats: readonly { readonly name: string; readonly format: number }[];
  readonly declared: string;
  readonly database: string | null;
  readonly off: readonly string[];
  readonly other: readonly string[];
  readonly back: readonly string[];
  readonly instead: readonly string[];
  readonly unreadable: readonly string[];
  readonly ends: readonly string[] | null;
  readonly ahead: boolean;
  /** `nothing`, `created`, `refused`, or the plans in order. */
  readonly apply: readonly string[];
  readonly exit: number;
}

const folder = join(import.meta.dirname, "situations");

export function situations(): readonly Situation[] {
  return readdirSync(folder).map((file) => read(basename(file, ".txt"), readFileSync(join(folder, file), "utf8")));
}

function read(name: string, text: string): Situation {
  const [story = "", ...lines] = text.trimEnd().split("\n");
  const said = lines.map((line) => line.split(/\s+/));
  const all = (word: string) => said.filter(([first]) => first === word).map(([, ...rest]) => rest);
  const one = (word: string) => all(word)[0] ?? [];
  const [declared = ""] = one("declared");
  return {
    name,
    story: story.replace(/^# /, ""),
    plans: all("plan").map(([plan = "", from = "", , to = "", , bound]) => ({
      name: plan,
      from,
      to,
      bound: Number(bound ?? 5),
    })),
    copies: all("copy").map(([copy = "", of = ""]) => ({ name: copy, of })),
    broken: all("broken").flat(),
    formats: all("format").map(([file = "", format]) => ({ name: file, format: Number(format) })),
    declared,
    database: one("database")[0] ?? null,
    off: one("off"),
    other: one("other"),
    back: one("back"),
    instead: one("instead"),
    unreadable: one("unreadable"),
    ends: all("ends")[0] ?? null,
    ahead: one("ahead")[0] === "yes",
    apply: one("apply"),
    exit: Number(one("exit")[0]),
  };
}

import { posix } from "node:path";

/** What a file says of other files of the project. Files are named by their last word, which aliases keep. */
export interface Calls {
  /** Functions of another file that are called with a text: the file, and the name it exports. */
  readonly called: readonly (readonly [word: string, name: string])[];
  /** Files whose exports are passed on. */
  readonly passed: readonly string[];
}

const imported = /\bimport\s+(?:type\s+)?([\w$*{][^"'`;]{0,2000}?)\bfrom\s*["']([^"'\n]+)["']/g;
const passed = /\bexport\s*(?:\*[^"'`;]{0,60}?|\{[^"'`;}]{0,2000}\}\s*)from\s*["']([^"'\n]+)["']/g;
/** `all("…")`, `db.all(x, "…")`: a name, a member of it, and a text among the first arguments. */
const called = /(?<![.\w$])([A-Za-z_$][\w$]*)(?:\.([A-Za-z_$][\w$]*))?(?:<[^()<>]*>)?\([^()"'`;{}]{0,80}["'`]/g;

const none: Calls = { called: [], passed: [] };

export function callsIn(text: string): Calls {
  const imports = [...text.matchAll(imported)];
  const calls = {
    called: imports.length === 0 ? [] : calledOf(text, imports),
    passed: [...text.matchAll(passed)].map((found) => lastWord(found[1] ?? "")),
  };
  // A part of a text keeps the whole text in memory; a copy does not.
  return calls.called.length + calls.passed.length === 0 ? none : structuredClone(calls);
}

function calledOf(text: string, imports: readonly RegExpMatchArray[]): Calls["called"] {
  const local = new Map<string, readonly [word: string, name: string]>();
  for (const [, clause = "", specifier = ""] of imports)
    for (const [as, name] of namesIn(clause)) local.set(as, [lastWord(specifier), name]);
  const found = new Map<string, readonly [string, string]>();
  for (const [, name = "", member] of text.matchAll(called)) {
    const from = local.get(name);
    if (from === undefined) continue;
    const [word, exported] = from;
    const wanted = exported === "*" ? member : exported;
    if (wanted !== undefined) found.set(`${word} ${wanted}`, [word, wanted]);
  }
  return [...found.values()];
}

/** `all, { every as each }` and `* as db`: the local name, and the exported one. */
function namesIn(clause: string): readonly (readonly [as: string, name: string])[] {
  const [outside = "", inside = ""] = clause.split("{");
  const space = /\*\s+as\s+([\w$]+)/.exec(outside)?.[1];
  const first = /^\s*([\w$]+)\s*(?:,|$)/.exec(outside)?.[1];
  const listed = inside.split(/[,}]/).flatMap((each): (readonly [string, string])[] => {
    const [, name, as] = /^\s*(?:type\s+)?([\w$]+)(?:\s+as\s+([\w$]+))?/.exec(each) ?? [];
    return name === undefined ? [] : [[as ?? name, name]];
  });
  return [
    ...(space === undefined ? [] : [[space, "*"] as const]),
    ...(first === undefined ? [] : [[first, "default"] as const]),
    ...listed,
  ];
}

/**
 * Finds the files that may call what another file exports, in the order of their names. The syntax trees tell which of
 * them really do.
 */
export function callersAmong(all: ReadonlyMap<string, Calls>): (file: string, name: string) => readonly string[] {
  const byCall = new Map<string, string[]>();
  const passing = new Map<string, string[]>();
  const add = (to: Map<string, string[]>, key: string, file: string) => {
    const files = to.get(key);
    if (files === undefined) to.set(key, [file]);
    else files.push(file);
  };
  for (const [file, calls] of all) {
    for (const [word, name] of calls.called) add(byCall, `${word} ${name}`, file);
    for (const word of calls.passed) add(passing, word, file);
  }
  return (file, name) => {
    const found = new Set<string>();
    // The set grows while it is iterated: what a file passes on, others import from there.
    const words = new Set([lastWord(file)]);
    for (const word of words) {
      for (const caller of byCall.get(`${word} ${name}`) ?? []) if (caller !== file) found.add(caller);
      for (const each of passing.get(word) ?? []) words.add(lastWord(each));
    }
    return [...found].sort().slice(0, most);
  };
}

/** The callers that are looked at; a helper with more of them is called in the same ways again. */
const most = 40;

/** `tune` of `../queries/tune.ts` and of `@/queries/tune`; for an index, the name of its folder. */
function lastWord(specifier: string): string {
  const word = posix.basename(specifier).replace(/\.[cm]?[jt]sx?$/, "");
  return /^(?:index|\.{0,2})$/.test(word) ? posix.basename(posix.dirname(specifier)) : word;
}

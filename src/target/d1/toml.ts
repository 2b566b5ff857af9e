type Table = Record<string, unknown>;

/**
 * The part of TOML that wrangler.toml needs to describe its databases: tables, lists of tables, strings, numbers,
 * booleans, lists and tables on one line. Values of other kinds are kept as text. Throws if a line is none of these.
 */
export function readToml(text: string): unknown {
  const root: Table = {};
  let at = root;
  const lines = joined(text.replace(/^\uFEFF/, "").split(/\r?\n/));
  for (const { text: line, number } of lines) {
    const list = /^\[\[\s*(.+?)\s*\]\]$/.exec(line);
    const table = /^\[\s*(.+?)\s*\]$/.exec(line);
    if (list?.[1] !== undefined) at = appended(root, keysIn(list[1]));
    else if (table?.[1] !== undefined) at = entered(root, keysIn(table[1]));
    else {
      const cut = equals(line);
      if (cut === -1) throw new Error(`line ${number} is not understood: ${line}`);
      const keys = keysIn(line.slice(0, cut).trim());
      const last = keys.pop() ?? "";
      entered(at, keys)[last] = tomlValue(line.slice(cut + 1).trim());
    }
  }
  return root;
}

interface Line {
  readonly text: string;
  readonly number: number;
}

/** Lines without comments; a value that spans several lines is one of them. */
function joined(lines: readonly string[]): Line[] {
  const found: Line[] = [];
  let open: Line | null = null;
  for (const [n, raw] of lines.entries()) {
    const bare = withoutComment(raw);
    const now: Line = open === null ? { text: bare, number: n + 1 } : { ...open, text: `${open.text} ${bare}` };
    open = null;
    if (now.text === "") continue;
    if (depth(now.text) > 0 || inLongString(now.text)) open = now;
    else found.push(now);
  }
  if (open !== null) throw new Error(`the value that begins on line ${open.number} does not end`);
  return found;
}

const pieces = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\]|\\.)*"|'[^']*'|#.*$|[^"'#]+|./g;

function withoutComment(line: string): string {
  return (line.match(pieces) ?? [])
    .filter((piece) => !piece.startsWith("#"))
    .join("")
    .trim();
}

function inLongString(text: string): boolean {
  return (text.match(/"""|'''/g) ?? []).length % 2 === 1;
}

function depth(text: string): number {
  const bare = (text.match(pieces) ?? []).filter((piece) => !/^["']/.test(piece)).join("");
  const count = (letters: RegExp) => (bare.match(letters) ?? []).length;
  return count(/[[{]/g) - count(/[\]}]/g);
}

function equals(line: string): number {
  let at = 0;
  for (const piece of line.match(pieces) ?? []) {
    const found = /^["']/.test(piece) ? -1 : piece.indexOf("=");
    if (found !== -1) return at + found;
    at += piece.length;
  }
  return -1;
}

function keysIn(text: string): string[] {
  const parts = text.match(/"(?:[^"\\]|\\.)*"|'[^']*'|[^."'\s]+/g) ?? [];
  return parts.map((part) => (/^["']/.test(part) ? part.slice(1, -1) : part));
}

function entered(from: Table, keys: readonly string[]): Table {
  return keys.reduce<Table>((at, key) => {
    const found = at[key];
    if (Array.isArray(found)) return (found.at(-1) ?? {}) as Table;
    if (typeof found === "object" && found !== null) return found as Table;
    const made: Table = {};
    at[key] = made;
    return made;
  }, from);
}

function appended(root: Table, keys: readonly string[]): Table {
  const last = keys.at(-1) ?? "";
  const at = entered(root, keys.slice(0, -1));
  const list: unknown[] = Array.isArray(at[last]) ? at[last] : [];
  const made: Table = {};
  list.push(made);
  at[last] = list;
  return made;
}

function tomlValue(text: string): unknown {
  const long = /^("""|''')([\s\S]*)\1$/.exec(text);
  if (long !== null) return long[2];
  if (/^"(?:[^"\\]|\\.)*"$/.test(text)) return JSON.parse(text.replaceAll(/\\U0*([0-9a-fA-F]{4})/g, "\\u$1"));
  if (/^'[^']*'$/.test(text)) return text.slice(1, -1);
  if (text === "true" || text === "false") return text === "true";
  if (/^[+-]?[0-9][0-9_]*$/.test(text)) return Number(text.replaceAll("_", ""));
  if (text.startsWith("[") && text.endsWith("]")) return split(text.slice(1, -1)).map(tomlValue);
  if (!text.startsWith("{") || !text.endsWith("}")) return text;
  const table: Table = {};
  for (const part of split(text.slice(1, -1))) {
    const cut = equals(part);
    if (cut !== -1) table[keysIn(part.slice(0, cut).trim()).join(".")] = tomlValue(part.slice(cut + 1).trim());
  }
  return table;
}

/** Splits at commas that are not inside anything else. */
function split(text: string): string[] {
  const parts: string[] = [];
  let part = "";
  for (const piece of text.match(pieces) ?? []) {
    for (const letter of /^["']/.test(piece) ? [piece] : piece.split(/(?<=,)|(?=,)/)) {
      if (letter !== "," || depth(part) > 0) part += letter;
      else {
        parts.push(part.trim());
        part = "";
      }
    }
  }
  return [...parts, part.trim()].filter((each) => each !== "");
}

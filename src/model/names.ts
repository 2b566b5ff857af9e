/** SQLite ignores the case of names for ASCII letters only: `Ä` and `ä` are two names. */
export function fold(name: string): string {
  // Called so often that a regular expression would be noticeable.
  let capital = false;
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    if (code > 127) return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    if (code >= 65 && code <= 90) capital = true;
  }
  return capital ? name.toLowerCase() : name;
}

export function sameName(a: string, b: string): boolean {
  return a === b || (a.length === b.length && fold(a) === fold(b));
}

/** A key for what is known about an object: a trigger may share its name with a table. */
export function objectKey({ kind, name }: { readonly kind: string; readonly name: string }): string {
  return `${kind}:${fold(name)}`;
}

/** A key for what is known about a column. */
export function columnKey(table: string, column: string): string {
  return `${fold(table)}\0${fold(column)}`;
}

/** For folded names: `audit_*` matches every name that begins with `audit_`; nothing else in a pattern is special. */
export function namePattern(pattern: string): RegExp {
  const parts = fold(pattern)
    .split("*")
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}

/** Sorts by folded name, then by the exact one, so that the order never depends on where a list came from. */
export function byName<T extends { readonly name: string }>(a: T, b: T): number {
  return compareText(fold(a.name), fold(b.name)) || compareText(a.name, b.name);
}

/** Code unit order: the same on every machine, whatever the locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const places = new WeakMap<readonly object[], ReadonlyMap<string, number>>();
const short = 16;

/** The object with that name. Only for the lists of a schema, which never change: each long one is indexed once. */
export function named<T extends { readonly name: string }>(list: readonly T[], name: string): T | undefined {
  if (list.length <= short) return list.find((each) => sameName(each.name, name));
  let known = places.get(list);
  if (known === undefined) {
    known = new Map(list.map((each, at) => [fold(each.name), at] as const).reverse());
    places.set(list, known);
  }
  const at = known.get(fold(name));
  return at === undefined ? undefined : list[at];
}

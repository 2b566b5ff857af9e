/** SQLite compares names without regard to case, in ASCII alone: `Ä` and `ä` are two names. */
export function fold(name: string): string {
  return /[A-Z]/.test(name) ? name.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : name;
}

export function sameName(a: string, b: string): boolean {
  return a === b || fold(a) === fold(b);
}

/** Sorts by folded name, then by the exact one, so that the order never depends on where a list came from. */
export function byName<T extends { readonly name: string }>(a: T, b: T): number {
  return compareText(fold(a.name), fold(b.name)) || compareText(a.name, b.name);
}

/** Code unit order: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

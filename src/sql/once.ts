/** Far more than a schema has objects. */
const most = 50_000;

/** Reads each text once: what is declared and what is live are mostly the same statements. What is read never changes. */
export function once<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = read(text);
    if (known.size >= most) known.clear();
    known.set(text, made);
    return made;
  };
}

/** Makes something of each object once, for as long as the same is given besides: neither ever changes. */
export function onceEach<K extends object, I extends readonly unknown[], T>(
  make: (of: K, ...besides: I) => T,
): (of: K, ...besides: I) => T {
  const known = new WeakMap<K, { readonly besides: I; readonly made: T }>();
  return (of, ...besides) => {
    const found = known.get(of);
    if (found?.besides.every((each, n) => each === besides[n])) return found.made;
    const made = make(of, ...besides);
    known.set(of, { besides, made });
    return made;
  };
}

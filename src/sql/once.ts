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

/** The values by key, in the order in which they are given. */
export function grouped<T>(all: Iterable<T>, key: (one: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const its = key(one);
    const group = groups.get(its);
    if (group === undefined) groups.set(its, [one]);
    else group.push(one);
  }
  return groups;
}

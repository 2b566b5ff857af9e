/** Any of many conditions. SQLite nests a chain of ORs and limits its depth: to 1000, on D1 to 100. */
export function anyOf(conditions: readonly string[], or = " OR "): string {
  const slices: string[][] = [];
  for (let at = 0; at < conditions.length; at += slice) slices.push(conditions.slice(at, at + slice));
  const [only = [], ...more] = slices;
  if (more.length === 0) return only.join(or);
  return slices.map((each) => `(${each.join(or)})`).join(or);
}

const slice = 40;

/** An answer that a client can handle: long lists and texts are cut, and it says where. */
export interface Fitted {
  readonly value: unknown;
  /** What was cut: `changes: 50 of 1,200`. */
  readonly cut: readonly string[];
}

/** Characters of JSON. Clients warn or cut on their own beyond some ten thousand tokens. */
const most = 60_000;

const parts = 50;

const limits = [
  { list: 500, text: 20_000 },
  { list: 200, text: 8000 },
  { list: 100, text: 2000 },
  { list: 40, text: 1000 },
  { list: 15, text: 500 },
  { list: 5, text: 200 },
  { list: 1, text: 100 },
];

export function fit(value: unknown): Fitted {
  if (JSON.stringify(value).length <= most) return { value, cut: [] };
  let fitted: Fitted = { value, cut: [] };
  for (const { list, text } of limits) {
    const cut: string[] = [];
    fitted = { value: shortened(value, list, text, "", cut), cut: [...new Set(cut)] };
    if (JSON.stringify(fitted.value).length <= most) return fitted;
  }
  return fitted;
}

function shortened(value: unknown, list: number, text: number, at: string, cut: string[]): unknown {
  if (typeof value === "string" && value.length > text) {
    cut.push(`${at}: ${text} of ${value.length} characters`);
    return `${value.slice(0, text)}…`;
  }
  if (Array.isArray(value)) {
    if (value.length > list) cut.push(`${at}: ${list} of ${value.length}`);
    return value.slice(0, list).map((each) => shortened(each, list, text, `${at}[]`, cut));
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  // The parts of a document are few; an object with more is a list by name.
  const kept = Math.max(list, parts);
  if (entries.length > kept) cut.push(`${at}: ${kept} of ${entries.length}`);
  return Object.fromEntries(
    entries
      .slice(0, kept)
      .map(([key, each]) => [key, shortened(each, list, text, at === "" ? key : `${at}.${key}`, cut)]),
  );
}

/** The languages of a schema, by file name. */
export type Language = "typescript" | "sql" | "prisma";

interface Spelling {
  readonly language: Language;
  readonly file: RegExp;
  /** Files with that ending which are not declarations. */
  readonly not: RegExp;
}

/** A folder is read in the first language for which it has a file. */
const spellings: readonly Spelling[] = [
  { language: "typescript", file: /\.[cm]?ts$/, not: /\.(d|test|spec)\.[cm]?ts$/ },
  { language: "prisma", file: /\.prisma$/, not: /^$/ },
  { language: "sql", file: /\.sql$/i, not: /[._]down\.sql$/i },
];

/** The language of a file; null if it is none of them. JavaScript is read as TypeScript. */
export function languageOf(file: string): Language | null {
  if (/\.[cm]?js$/.test(file)) return "typescript";
  return spellings.find((each) => each.file.test(file))?.language ?? null;
}

/** Whether these declarations are written in SQL. */
export function areSql(files: Iterable<string>): boolean {
  const all = [...files];
  return all.length > 0 && all.every((file) => languageOf(file) === "sql");
}

/** The declarations among the files of a folder. */
export function declarationsAmong(files: readonly string[]): readonly string[] {
  for (const { file, not } of spellings) {
    const found = files.filter((name) => file.test(name) && !not.test(name));
    if (found.length > 0) return found;
  }
  return [];
}

import { posix } from "node:path";

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
  { language: "sql", file: /\.sql$/i, not: /(?:^|[._/])down\.sql$/i },
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

/** What a folder of a schema holds. */
export interface Chosen {
  readonly declarations: readonly string[];
  /** Files of other languages. */
  readonly others: readonly string[];
}

/** What a schema is read from. */
export interface Roots {
  readonly roots: readonly string[];
  /** Files of other languages in its folders, which are not read: their names there. */
  readonly others: readonly string[];
}

/** All paths of a schema together; a file that is named itself is read, whatever folder it is in. */
export function rootsOf(paths: readonly string[], chosen: (path: string) => Chosen): Roots {
  const each = paths.map((path) => ({ path, ...chosen(path) }));
  const roots = new Set(each.flatMap(({ declarations }) => declarations));
  const others = each.flatMap(({ path, others }) =>
    others.filter((file) => !roots.has(file)).map((file) => posix.relative(path, file)),
  );
  return { roots: [...roots], others: [...new Set(others)] };
}

/** The declarations among the files of a folder: those of the first language for which it has any. */
export function chosenAmong(files: readonly string[]): Chosen {
  const made = foldersOfTools(files);
  for (const [n, { file, not }] of spellings.entries()) {
    const declarations = files.filter((name) => file.test(name) && !not.test(name));
    if (declarations.length === 0) continue;
    const rest = spellings.slice(n + 1);
    const isOther = (name: string) => rest.some((each) => each.file.test(name) && !each.not.test(name));
    const isMade = (name: string) => made.some((folder) => name.startsWith(folder)) || /\.plan\.sql$/.test(name);
    return { declarations, others: files.filter((name) => isOther(name) && !isMade(name)) };
  }
  return { declarations: [], others: [] };
}

/** The folders in which Prisma and Drizzle keep their migrations, by the files that they keep beside them. */
function foldersOfTools(files: readonly string[]): readonly string[] {
  return files.flatMap(
    (name) => /^(.*\/)?(?:migration_lock\.toml|meta\/_journal\.json|snapshot\.json)$/.exec(name)?.[1] ?? [],
  );
}

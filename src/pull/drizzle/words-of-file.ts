import type { Declared } from "../../compile/declared.ts";
import { ts } from "../../compile/read/typescript.ts";
import { named } from "../../model/names.ts";
import { findSite } from "../source/sites.ts";
import type { Edit } from "../source/edits.ts";
import { importedNames, specifierOf, topNames } from "../source/source-tree.ts";
import { treeOf } from "./declared-table.ts";
import { withoutTyped } from "./foreign-differences.ts";
import type { FileEdits } from "./with-edits.ts";
import { wordsIn } from "./write-drizzle.ts";

interface About {
  /** The parameter of `(t) => ({ … })`, which has the words for columns. */
  readonly parameter?: string | null;
  /** Tables that the edits refer to. */
  readonly tables?: readonly string[];
}

const columnWords = new Set(["blob", "customType", "integer", "numeric", "real", "text"]);
const sqlTag = /(?<![\w.])sql`/;

/** Edits in the words of a file: as it imports them, and with what it has to import. */
export function inWordsOf(
  { file, tree }: { readonly file: string; readonly tree: ts.SourceFile },
  edits: readonly Edit[],
  declared: Declared,
  { parameter = null, tables = [] }: About = {},
): FileEdits {
  const imports = new Map<string, string[]>();
  const wanted = (from: string, name: string) => imports.set(from, [...(imports.get(from) ?? []), name]);
  const isScript = /\.[cm]?jsx?$/.test(file);
  const written = edits.map((edit) => ({ ...edit, text: inWords(withoutTyped(edit.text)) }));
  const own = new Set(topNames(tree));
  for (const name of tables) {
    const table = named(declared.schema.tables, name);
    const site = table === undefined ? null : findSite(table, declared, (each) => treeOf(declared, each));
    if (site !== null && site.file !== file && !own.has(site.name)) wanted(site.file, site.name);
  }
  return { file, edits: written, imports };

  function inWords(text: string): string {
    let said = isScript
      ? text.replaceAll("(): AnySQLiteColumn =>", "() =>").replaceAll("<{ data: unknown }>", "")
      : text;
    for (const word of wordsIn(said)) {
      const as = parameter !== null && columnWords.has(word) ? `${parameter}.${word}` : local(core, word);
      if (as !== word) said = said.replace(new RegExp(`(?<![.\\w"'\`])${word}(?=[(<])`, "g"), as);
    }
    if (sqlTag.test(said)) said = said.replace(new RegExp(sqlTag, "g"), `${local("drizzle-orm", "sql")}\``);
    if (said.includes("AnySQLiteColumn") && !topNames(tree).includes("AnySQLiteColumn"))
      wanted(core, "type AnySQLiteColumn");
    return said;
  }

  /** What the file calls a word of a package; if it does not import it yet, it will. */
  function local(from: string, word: string): string {
    for (const statement of tree.statements) {
      if (!ts.isImportDeclaration(statement) || specifierOf(statement) !== from) continue;
      const found = importedNames(statement).find(({ imported }) => imported === word || imported === "*");
      if (found !== undefined) return found.imported === "*" ? `${found.local}.${word}` : found.local;
    }
    wanted(from, word);
    return word;
  }
}

const core = "drizzle-orm/sqlite-core";

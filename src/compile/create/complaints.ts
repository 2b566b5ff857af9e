import type { Scratch } from "../../database/connection.ts";
import { modules } from "../../introspect/to-schema.ts";
import { significantIn } from "../../sql/tokens.ts";
import { missingColumn, missingTable, sameColumn, syntaxError, twice, viewCycle } from "./complaints-of-names.ts";
import type { Reader } from "./meaning.ts";
import { sqliteSays } from "../../sql/messages.ts";
import { unknownCollation, unknownFunction } from "./complaints-of-application.ts";
import { didYouMean, nearest } from "../../problem/nearest.ts";
import { after, insertInto, kindOf, tokenNamed } from "./statement-tokens.ts";

function isShadow(scratch: Scratch, name: string): boolean {
  return scratch.all("SELECT 1 FROM temp.pragma_table_list(?) WHERE type = 'shadow'", name).length > 0;
}

/** SQLite's errors, and what they mean for a declaration. The first pattern that matches counts. */
export const complaints: readonly (readonly [RegExp, Reader])[] = [
  [sqliteSays.noSuchTable, missingTable],
  [sqliteSays.noSuchColumn, missingColumn],
  [
    sqliteSays.noColumnNamed,
    (found, statement, about) => missingColumn([found[0], undefined, found[2]], statement, about),
  ],
  [
    sqliteSays.noKeyColumn,
    (found, statement, about) => missingColumn([found[0], undefined, found[1]], statement, about),
  ],
  [sqliteSays.syntaxError, syntaxError],
  [
    sqliteSays.incomplete,
    (_, statement) => ({
      code: "invalid-sql",
      message: `the SQL of \`${statement.name}\` ends too soon`,
      help: ["look for a missing parenthesis, or a missing END"],
      at: significantIn(statement.written.sql).at(-1) ?? null,
      label: "it ends here",
    }),
  ],
  [sqliteSays.noSuchFunction, (found, statement, { beside }) => unknownFunction(found[1] ?? "", statement, beside)],
  [sqliteSays.noSuchCollation, (found, statement, { beside }) => unknownCollation(found[1] ?? "", statement, beside)],
  [
    sqliteSays.noSuchModule,
    (found, statement) => ({
      code: "invalid-declaration",
      message: `there is no module \`${found[1]}\` for virtual tables here`,
      help:
        nearest(found[1] ?? "", modules) === null
          ? ["leave it to the application that loads the extension: what is not declared stays as it is"]
          : didYouMean(found[1] ?? "", modules),
      at: tokenNamed(found[1] ?? "", statement),
      label: "unknown module",
    }),
  ],
  [
    sqliteSays.ambiguousColumn,
    (found, statement) => ({
      code: "invalid-sql",
      message: `\`${found[2]}\` could be a column of more than one table`,
      help: ["write the table before it, as in tune.id"],
      at: tokenNamed(found[2] ?? "", statement),
      label: "which one?",
    }),
  ],
  [sqliteSays.severalPrimaryKeys, (_, statement) => twice("PRIMARY", statement)],
  [sqliteSays.duplicateColumn, (found, statement) => sameColumn(found[1] ?? "", statement)],
  [
    sqliteSays.noPrimaryKey,
    (_, statement) => ({
      code: "invalid-declaration",
      message: `\`${statement.name}\` is WITHOUT ROWID and has no primary key`,
      help: ["such a table is stored by its key: mark it with .primaryKey(), or remove withoutRowid"],
      at: null,
      label: "no primary key",
    }),
  ],
  [
    sqliteSays.onlyGenerated,
    (_, statement) => ({
      code: "invalid-declaration",
      message: `all columns of \`${statement.name}\` are generated`,
      help: ["a table needs at least one column that is not generated"],
      at: null,
    }),
  ],
  [
    sqliteSays.defaultNotConstant,
    (found, statement) => ({
      code: "invalid-declaration",
      message: `the default of \`${found[1]}\` is not constant`,
      help: ["a default cannot name columns; it can call functions: sql`CURRENT_TIMESTAMP`, sql`random()`"],
      at: after("DEFAULT", found[1] ?? "", statement),
      label: "not constant",
    }),
  ],
  [
    sqliteSays.unknownType,
    (found, statement) => ({
      code: "invalid-declaration",
      message: `a STRICT table has no type \`${found[2]}\``,
      help: ["its types are INT, INTEGER, REAL, TEXT, BLOB and ANY"],
      at: tokenNamed(found[1] ?? "", statement),
      label: `declared as ${found[2]}`,
    }),
  ],
  [
    sqliteSays.missingType,
    (found, statement) => ({
      code: "invalid-declaration",
      message: `a STRICT table needs a type for \`${found[1]}\``,
      help: ["its types are INT, INTEGER, REAL, TEXT, BLOB and ANY: any() takes every value"],
      at: tokenNamed(found[1] ?? "", statement),
    }),
  ],
  [
    sqliteSays.autoincrement,
    (_, statement) => ({
      code: "invalid-declaration",
      message: "AUTOINCREMENT is only for integer().primaryKey()",
      help: ["remove autoincrement: the rowid is filled in without it"],
      at: tokenNamed("AUTOINCREMENT", statement),
    }),
  ],
  [sqliteSays.viewCircle, viewCycle],
  [
    sqliteSays.generatedCircle,
    (found, statement) => ({
      code: "invalid-declaration",
      message: `the generated column \`${found[1]}\` is computed from itself`,
      help: ["break the circle: one of its columns must not be generated"],
      at: after("AS", found[1] ?? "", statement),
      label: "a circle",
    }),
  ],
  [
    sqliteSays.shadowExists,
    (found) => ({
      code: "duplicate-object",
      message: `a virtual table has tables of its own, and \`${found[1]}\` would be one of them`,
      help: ["rename one of the two"],
      at: null,
    }),
  ],
  [
    sqliteSays.valuesForColumns,
    (found, statement) => ({
      code: "invalid-sql",
      message: `an INSERT of \`${statement.name}\` gives ${found[3]} values, and \`${found[1]}\` has ${found[2]} columns`,
      help: ["name the columns: INSERT INTO tune (id, title) VALUES (…) works whatever columns are added later"],
      at: insertInto(found[1] ?? "", statement),
      label: "without a list of columns",
    }),
  ],
  [
    sqliteSays.nameTaken,
    (found, _, { scratch }) => ({
      code: "duplicate-object",
      message: `an object with this name already exists: ${found[0]}`,
      help: [
        isShadow(scratch, found[1] ?? "")
          ? "a virtual table has tables of its own, named after it with an ending such as _data or _content"
          : "rename one of the two, or remove it",
      ],
      at: null,
    }),
  ],
  [
    sqliteSays.reservedName,
    (found, statement) => ({
      code: "invalid-declaration",
      message: `names that begin with \`sqlite_\` belong to SQLite: ${found[1]}`,
      help: ["give it another name"],
      at: null,
      label: kindOf(statement),
    }),
  ],
  [
    sqliteSays.triggerTime,
    (found, statement) => ({
      code: "invalid-declaration",
      message:
        found[2] === "view"
          ? `\`${found[3]}\` is a view: its triggers are INSTEAD OF`
          : `\`${found[3]}\` is a table: its triggers are BEFORE or AFTER`,
      help: [found[2] === "view" ? "write INSTEAD OF" : "write BEFORE or AFTER"],
      at: tokenNamed(found[1]?.split(" ")[0] ?? "", statement),
    }),
  ],
];

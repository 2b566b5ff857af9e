import t from "tap";
import ts from "typescript";
import { sqlByRegex } from "../kit/sql-by-regex.ts";

const why = (code: string) =>
  sqlByRegex(ts.createSourceFile("x.ts", code, ts.ScriptTarget.ESNext, true)).map(({ why }) => why);

t.test("a regular expression that reads SQL is found, however it is written", async (t) => {
  const found = [
    "const virtual = /^CREATE VIRTUAL TABLE/i.test(object.sql);",
    "const text = column.text.replace(/--[^\\n]*/g, '');",
    "const pattern = new RegExp(`ADD COLUMN ${name} (.+)$`); pattern.exec(step.sql);",
    "const words = /x/; words.test(index.where.text);",
    "const first = item.sql.trim(); first.match(/^[a-z]+/);",
    'const isQuoted = /^"(?:[^"]|"")*"$/;',
    "parts = expression.split(/,/);",
    "const where = canon.split(/ WHERE (.*)/s)[1];",
  ];
  for (const code of found) t.not(why(code).length, 0, code);
});

t.test("a regular expression that looks only at a token, at white space or at something else passes", async (t) => {
  const passes = [
    "if (/^(FROM|JOIN)$/i.test(token.text)) expects = true;",
    "if (/^(?:SELECT|INSERT)$/.test(word)) return;",
    "const oneLine = sql.replace(/\\s+/g, ' ');",
    "if (/[\\r\\n]/.test(sql)) return;",
    "const [, name] = /^rename table (.+)$/.exec(line) ?? [];",
    "if (/\\.sql$/.test(path)) return;",
  ];
  for (const code of passes) t.strictSame(why(code), [], code);
});

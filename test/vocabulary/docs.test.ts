import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import t from "tap";
import * as trueup from "../../src/index.ts";
import ts from "typescript";
import { compileSources } from "../../src/compile/compile.ts";

const root = resolve(import.meta.dirname, "../..");
const page = readFileSync(resolve(root, "docs/reference/vocabulary.md"), "utf8");
const blocks = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code as string);
// The last one imports a schema and makes a connection: it belongs to an application.
const schema = blocks.slice(0, -1).join("\n");

t.test("the schema of the vocabulary's page compiles, as TypeScript and as declarations", async (t) => {
  const file = resolve(root, "test/vocabulary/page.ts");
  const { config } = ts.readConfigFile(resolve(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const host = ts.createCompilerHost({ ...options, noUnusedLocals: false });
  const [readFile, fileExists] = [host.readFile, host.fileExists];
  host.readFile = (name) => (name === file ? schema : readFile(name));
  host.fileExists = (name) => name === file || fileExists(name);
  const program = ts.createProgram([file], { ...options, noUnusedLocals: false }, host);
  const source = program.getSourceFile(file);
  const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  t.same(
    found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
    [],
  );

  const read = await compileSources(
    new Map([["schema/page.ts", schema.replace(/^export const fresh.*$/m, "")]]),
    "schema",
  );
  t.same(read.ok ? [] : read.problems, []);
  t.equal(read.ok && read.value.schema.tables.length, 4);
});

t.test("the page names every method of a column and every word", async (t) => {
  const column = readFileSync(resolve(root, "src/vocabulary/column.ts"), "utf8");
  for (const [, method] of column.matchAll(/^ {2}(\w+)[<(]/gm)) t.match(page, `.${method}(`);
  const ofConfig = ["defineConfig", "env"];
  for (const word of Object.keys(trueup)) if (!ofConfig.includes(word)) t.match(page, new RegExp(`\\b${word}\\b`));
});

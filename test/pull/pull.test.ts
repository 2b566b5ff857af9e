import { nothingBeside } from "../../src/model/beside.ts";
import { libsqlProfile } from "../../src/model/profile.ts";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import ts from "typescript";
import { openScratch } from "../../src/database/scratch.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import { columnOrder } from "../../src/model/canonical.ts";
import type { Schema } from "../../src/model/schema.ts";
import type { Problem } from "../../src/problem/problem.ts";
import { compileSources } from "../../src/compile/compile.ts";
import type { Scratch, Snapshot } from "../../src/database/connection.ts";
import { makePlan } from "../../src/prove/make-plan.ts";
import { pull } from "../../src/pull/pull.ts";

const root = join(import.meta.dirname, "../..");
const folder = join(root, "test/pull/scenarios");
const scenarios = readdirSync(folder).map((file) => file.replace(/\.sql$/, ""));

/** The queries that a live database would answer. */
function snapshotOf(scratch: Scratch): Snapshot {
  return { read: async (queries) => queries.map(({ sql, args = [] }) => scratch.all(sql, ...args)) };
}

/** What pull reports for a scenario: code and object. */
const expected: Readonly<Record<string, readonly string[]>> = {
  dqs: ["pull-opaque legacy_view", "pull-requoted legacy"],
  "foreign-keys-dangling": [
    "foreign-key-target loose.a",
    "foreign-key-target orphan.other",
    "foreign-key-target orphan.parent",
  ],
  "if-altered": ["foreign-key-target first.d"],
  "needs-what-is-not-understood": ["pull-opaque contact", "pull-opaque newest", "pull-opaque versions"],
  "names-column-methods": ["foreign-key-target u.a", "foreign-key-target u.b"],
  "names-odd": ["foreign-key-target table-with-dash.two"],
  "names-typescript": ["foreign-key-target sql.text_id"],
  "null-said": ["foreign-key-target said.c"],
  "names-prototype": ["foreign-key-target toString.c"],
  "trigger-of-a-missing-column": ["pull-opaque link_author", "pull-opaque link_either", "pull-opaque link_moved"],
  "unknown-collation": ["pull-opaque name"],
  "unknown-function": ["pull-opaque v"],
  "unknown-module": ["pull-opaque place"],
  "view-broken": ["pull-opaque broken", "pull-opaque shown_new"],
};

function warned(problems: readonly Problem[]): string[] {
  return problems.map((problem) => `${problem.code} ${problem.subject}`).sort();
}

/** Recreated in an empty engine: the columns of a view can be named after the text of their expressions. */
function viewColumns({ tables, virtualTables, views }: Schema): string[] {
  const scratch = openScratch();
  for (const { text } of [...tables, ...virtualTables, ...views]) scratch.exec(text);
  const columns = views.flatMap(({ name }) =>
    scratch.all("SELECT name FROM pragma_table_xinfo(?)", name).map(([column]) => `${name}.${column}`),
  );
  scratch.close();
  return columns.sort();
}

const outputs = new Map<string, string>();

t.test("every scenario becomes declarations that match the database", async (t) => {
  for (const name of scenarios) {
    await t.test(name, async (t) => {
      const scratch = openScratch();
      t.teardown(() => scratch.close());
      scratch.exec(readFileSync(join(folder, `${name}.sql`), "utf8"));
      const schema = introspectScratch(scratch);
      const pulled = await pull({ schema, into: new Map(), path: "schema", strict: false });
      if (!pulled.ok) return t.fail(JSON.stringify(pulled.problems, null, 2));
      for (const [file, text] of pulled.value.files) outputs.set(`${name}/${file}`, text);
      const again = await compileSources(pulled.value.files, "schema");
      if (!again.ok) return t.fail(JSON.stringify(again.problems, null, 2));
      t.same(
        warned(pulled.warnings),
        [...(expected[name] ?? [])].sort(),
        "what cannot be declared is said, and nothing else",
      );
      t.equal(fingerprint(again.value.schema), fingerprint(schema), "the same fingerprint");
      const plan = await makePlan({
        snapshot: snapshotOf(scratch),
        live: schema,
        target: again.value.schema,
        hints: again.value.hints,
        decisions: [],
        protect: [],
        beside: nothingBeside,
        columnOrder: true,
        profile: libsqlProfile,
      });
      t.equal(plan.kind, "nothing", "there is nothing to plan");
      const orders = (of: Schema) => Object.fromEntries(of.tables.map((table) => [table.name, columnOrder(table)]));
      t.same(orders(again.value.schema), orders(schema), "columns in the same order");
      t.same(viewColumns(again.value.schema), viewColumns(schema), "columns of views are called the same");
      const twice = await pull({ schema, into: pulled.value.files, path: "schema", strict: false });
      t.same(twice.ok && [...twice.value.files.keys()], [], "pulling again changes nothing");
    });
  }
});

t.test("what is written type-checks, strictly, in one program", async (t) => {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    noUnusedLocals: true,
    noUnusedParameters: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: [],
    paths: { trueup: [join(root, "src/index.ts")] },
  };
  const texts = new Map([...outputs].map(([file, text]) => [join(root, "test/pull/pulled", file), text]));
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (file) => texts.has(file) || fileExists(file);
  host.directoryExists = () => true;
  host.getSourceFile = (file, version) => {
    const text = texts.get(file);
    return text === undefined ? getSourceFile(file, version) : ts.createSourceFile(file, text, version);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  const found = ts.getPreEmitDiagnostics(program);
  t.same(
    found.map((each) => `${each.file?.fileName}: ${ts.flattenDiagnosticMessageText(each.messageText, " ")}`),
    [],
  );
  t.ok(texts.size >= 60, `${texts.size} files`);
});

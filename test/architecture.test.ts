import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import t from "tap";
import ts from "typescript";
import { sqlByRegex } from "./kit/sql-by-regex.ts";

const root = resolve(import.meta.dirname, "..");
const source = join(root, "src");

/** What each folder of `src` may import, besides itself. A folder that is not named here may not exist. */
const mayImport: Record<string, readonly string[]> = {
  "index.ts": ["vocabulary"],
  // For scripts: everything that can be done, and the types of the results.
  "api.ts": ["apply", "fleet", "model", "plan", "problem", "report", "work"],
  problem: [],
  model: ["problem"],
  // Values as English, for messages and reports alike.
  words: ["model", "problem"],
  sql: ["model", "problem"],
  plan: ["model", "words", "sql", "problem"],
  database: ["model", "words", "sql", "problem"],
  // Runs inside applications: it brings nothing but itself.
  vocabulary: [],
  record: [],
  // Runs inside applications as well: what looks, applies and verifies, without a file system and without Node.
  start: ["model", "words", "sql", "plan", "introspect", "apply", "database", "problem"],
  lint: ["model", "words", "sql", "plan", "compile", "problem"],
  compile: ["index.ts", "vocabulary", "model", "words", "sql", "plan", "database", "introspect", "problem"],
  introspect: ["model", "words", "sql", "plan", "database", "problem"],
  diff: ["model", "words", "sql", "plan", "problem"],
  planner: ["model", "words", "sql", "plan", "diff", "problem"],
  prove: ["model", "words", "sql", "plan", "diff", "planner", "database", "introspect", "problem"],
  // Without planner, diff and prove: what was reviewed is what runs.
  apply: ["model", "words", "sql", "plan", "database", "introspect", "problem"],
  report: ["model", "words", "sql", "plan", "problem", "apply", "queries"],
  // Reads the application's sources; knows no target, no plan and no command.
  queries: ["model", "words", "sql", "database", "compile", "problem"],
  pull: [
    "model",
    "words",
    "sql",
    "compile",
    "vocabulary",
    "introspect",
    "diff",
    "prove",
    "plan",
    "database",
    "problem",
  ],
  fleet: [
    "model",
    "words",
    "sql",
    "plan",
    "problem",
    "database",
    "introspect",
    "diff",
    "planner",
    "prove",
    "apply",
    "target",
    "compile",
    "report",
  ],
  // One folder for each kind of target: how it is inspected, copied, changed and restored.
  target: ["model", "words", "sql", "plan", "database", "introspect", "apply", "problem"],
  // What the command line can do, for any caller: no flags, no prompts, no printing.
  work: [
    "model",
    "words",
    "sql",
    "plan",
    "problem",
    "database",
    "lint",
    "compile",
    "introspect",
    "diff",
    "planner",
    "prove",
    "apply",
    "report",
    "pull",
    "fleet",
    "target",
    "queries",
    "start",
  ],
  cli: [
    "model",
    "words",
    "sql",
    "plan",
    "problem",
    "database",
    "vocabulary",
    "lint",
    "compile",
    "introspect",
    "diff",
    "planner",
    "prove",
    "apply",
    "report",
    "pull",
    "fleet",
    "target",
    "queries",
    "work",
  ],
};

/** Packages that only some folders may load, by name or by what the name begins with. */
const mayLoad: Record<string, readonly string[]> = {
  libsql: ["database"],
  "@libsql/client": ["target"],
  "ts-morph": ["compile", "pull"],
  typescript: [],
  zod: ["compile", "cli"],
  "@modelcontextprotocol/sdk": ["cli"],
  cac: ["cli"],
  elkjs: ["report"],
};

/** Below the command line, no folder may reach the outside world. */
const pure = ["problem", "model", "words", "sql", "plan", "diff", "planner", "vocabulary", "lint"];

interface Import {
  /** As it is written. */
  readonly name: string;
  /** What is taken from there; `*` is all. */
  readonly taken: readonly string[];
  readonly onlyTypes: boolean;
  /** By `import(…)`, when it is needed. */
  readonly later: boolean;
}

interface Found {
  readonly file: string;
  readonly folder: string;
  readonly lines: number;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
  /** The names of exported values. Types stand beside the functions that mention them, used elsewhere or not. */
  readonly exports: readonly string[];
  readonly globals: ReadonlySet<string>;
  /** Where the kind of a target is compared, switched on or read off a URL. */
  readonly asked: readonly string[];
}

/** A folder in `src/target` is a kind of target. */
const targetKinds = readdirSync(join(source, "target"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

t.setTimeout(900_000);
const files = lookAtAll(source);

t.test("folders import only what the table allows", async (t) => {
  for (const { file, folder, imports } of files) {
    const allowed = mayImport[folder];
    if (!allowed) t.fail(`src/${file}: the folder ${folder} is not in the table`);
    for (const { name } of imports.filter(({ name }) => name.startsWith("."))) {
      if (!/\.(ts|json)$/.test(name)) t.fail(`src/${file} imports ${name} without its ending`);
      const to = folderOf(relative(source, resolve(source, dirname(file), name)));
      if (to !== folder && !allowed?.includes(to))
        t.fail(`src/${file} imports ${name}: ${folder} may not import ${to}`);
    }
  }
});

t.test("report takes only types from apply and queries", async (t) => {
  for (const { file, folder, imports } of files) {
    if (folder !== "report") continue;
    for (const { name, onlyTypes } of imports) {
      if (/\/(apply|queries)\//.test(name) && !onlyTypes) t.fail(`src/${file} imports values of ${name}`);
    }
  }
});

t.test("no file outside of a kind's folder knows which kind of target it works on", async (t) => {
  for (const { file, folder, imports, asked } of files) {
    // The one table that lists them, and the folders themselves.
    if (file === "target/kinds.ts" || /^target\/.*\//.test(file)) continue;
    // These know no kinds of targets, and ask which paths are files.
    const ofPaths = folder === "compile" || folder === "queries";
    for (const each of ofPaths ? [] : asked) t.fail(`src/${file} asks for the kind: ${each}`);
    // The process that changes a file; and a rehearsal, which is a change of a copy.
    if (["cli/apply-child.ts", "target/rehearse.ts"].includes(file)) continue;
    for (const { name } of imports) {
      const to = relative(source, resolve(source, dirname(file), name));
      const kind = targetKinds.find((each) => to.startsWith(`target/${each}/`));
      if (kind !== undefined) t.fail(`src/${file} imports ${name}: only the table of kinds knows ${kind}`);
    }
  }
});

t.test("each kind of target has the same files, and the table names it", async (t) => {
  const parts = ["kind.ts", "open.ts", "profile.ts", "copy.ts", "change.ts", "put-back.ts"];
  const table = readFileSync(join(source, "target", "kinds.ts"), "utf8");
  for (const kind of targetKinds) {
    for (const part of parts) {
      const file = `target/${kind}/${part}`;
      if (!files.some((each) => each.file === file)) t.fail(`src/${file} is missing`);
    }
    if (!table.includes(`./${kind}/kind.ts`)) t.fail(`src/target/kinds.ts does not name ${kind}`);
  }
});

t.test("packages are loaded where they belong, and nowhere else", async (t) => {
  for (const { file, folder, imports } of files) {
    for (const { name } of imports.filter(({ name }) => !name.startsWith(".") && !name.startsWith("node:"))) {
      const key = Object.keys(mayLoad).find((known) => name === known || name.startsWith(`${known}/`));
      if (!key) t.fail(`src/${file} imports ${name}, which is not in the table of packages`);
      else if (!mayLoad[key]?.includes(folder)) t.fail(`src/${file} imports ${name}: ${folder} may not`);
    }
  }
});

t.test("the core has no clock, no randomness, no input and no output", async (t) => {
  for (const { file, folder, imports, text } of files.filter(({ folder }) => pure.includes(folder))) {
    for (const { name } of imports.filter(({ name }) => name.startsWith("node:"))) {
      if (name !== "node:crypto") t.fail(`src/${file} imports ${name}: ${folder} is pure`);
    }
    if (/\bMath\.random\(|\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/.test(text)) {
      t.fail(`src/${file} reads a clock or a dice: ${folder} is pure`);
    }
  }
});

t.test("process and console stay in the command line", async (t) => {
  for (const { file, folder, globals, imports } of files) {
    // The recorder runs inside the application's own test run, and asks it where to write.
    if (folder === "cli" || folder === "record") continue;
    for (const name of ["process", "console"]) if (globals.has(name)) t.fail(`src/${file} uses ${name}`);
    if (imports.some(({ name }) => /^node:(process|console)$/.test(name))) t.fail(`src/${file} imports node:process`);
  }
});

t.test("files stay short enough to be read", async (t) => {
  for (const { file, lines } of files) if (lines > 300) t.fail(`src/${file} has ${lines} lines`);
});

t.test("golden files stay short enough to be reviewed", async (t) => {
  for (const file of readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })) {
    if (!/(\/golden\/.*|^scenarios\/.*\/(plan\.sql|refused\.txt))$/.test(file)) continue;
    if (!/\.\w+$/.test(file)) continue;
    const lines = readFileSync(join(root, "test", file), "utf8").split("\n").length - 1;
    if (lines > 300) t.fail(`test/${file} has ${lines} lines: split it by what it shows`);
  }
});

/** Files whose regular expressions read something that only looks like SQL, and what that is. */
const notSql: Readonly<Record<string, string>> = {
  "sql/tokens.ts": "the tokenizer itself",
  "sql/messages.ts": "what SQLite says",
  "sql/says-state.ts": "what SQLite says",
  "database/engine-problem.ts": "SQLite's result codes",
  "target/d1/problems.ts": "what Cloudflare says",
  "target/ssh/problems.ts": "what ssh and a remote shell say",
  "compile/config/read-target.ts": "the parameters of a URL",
  "work/plans/plan-file.ts": "the ending of a file's name",
  "work/planning/decisions.ts": "the value of a flag",
  "start/engine-error.ts": "SQLite's result codes",
  "start/refused.ts": "SQLite's result codes, and what a driver says",
  "queries/unread.ts": "SQL that is not SQLite's",
  "queries/ways.ts": "the answer of EXPLAIN QUERY PLAN",
  "queries/uses.ts": "the answer of EXPLAIN QUERY PLAN",
  "record/record.ts": "statements of an application that it runs in, which gets no tokenizer of ours",
  "queries/statement.ts": "strings of a program, which may be SQL or anything else",
  "queries/read/place.ts": "the names of variables, and comments in TypeScript",
  "queries/read/read-log.ts": "lists of any length in a log",
};

t.test("no regular expression reads SQL", async (t) => {
  for (const { file, tree } of files) {
    if (file in notSql) continue;
    for (const { line, why } of sqlByRegex(tree)) t.fail(`src/${file}:${line} has a regular expression that ${why}`);
  }
});

/** A table of the user's by such a name is found instead, unless the schema is one where the user has no tables. */
const shadowed = /\b(?:FROM|JOIN|AS \w+,|AS "\w+",) (?:pragma_|json_each|json_tree|generate_series|dbstat)/;

t.test("SQLite's functions that return tables are asked for in the schema temp", async (t) => {
  for (const { file, text } of files) {
    const [found] = shadowed.exec(text) ?? [];
    if (found !== undefined) t.fail(`src/${file} has ${found}… without "temp."`);
  }
});

/** The files that contain the table of SQLite's messages. */
const messages = ["sql/messages.ts", "sql/lacks.ts", "sql/says-state.ts"];

/** Words that a pattern for one of SQLite's messages would contain. */
const spelled =
  /no such (table|column|index|function|module|window|collation)|syntax error|unrecognized token|incomplete input|ambiguous column|has no column|columns? but|constraint failed|is locked|malformed|circularly|non-deterministic|because it is a view|in progress|within a transaction/i;

t.test("SQLite's messages are recognised in one table", async (t) => {
  for (const { file, tree } of files) {
    if (messages.includes(file)) continue;
    const visit = (node: ts.Node): void => {
      const isPattern = ts.isRegularExpressionLiteral(node) || (ts.isStringLiteralLike(node) && isSearchedFor(node));
      if (isPattern && spelled.test(node.text)) t.fail(`src/${file} recognises a message by ${node.text}`);
      ts.forEachChild(node, visit);
    };
    visit(tree);
  }
});

/** `message.includes("…")` and the like. */
function isSearchedFor(node: ts.Node): boolean {
  const { parent } = node;
  if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression)) return false;
  return ["includes", "startsWith", "endsWith", "indexOf"].includes(parent.expression.name.text);
}

t.test("nothing is left for later, and no type is silenced", async (t) => {
  for (const { file, text } of files) {
    for (const mark of ["TODO", "FIXME", "XXX", "@ts-ignore", "@ts-expect-error", "@ts-nocheck", "as unknown as"]) {
      if (text.includes(mark)) t.fail(`src/${file} holds ${mark}`);
    }
  }
});

t.test("the files of a folder do not import each other in a circle across folders", async (t) => {
  const edges = new Map<string, Set<string>>();
  for (const { file, folder, imports } of files) {
    for (const { name, onlyTypes } of imports) {
      if (!name.startsWith(".") || onlyTypes) continue;
      const to = folderOf(relative(source, resolve(source, dirname(file), name)));
      if (to !== folder) edges.set(folder, (edges.get(folder) ?? new Set()).add(to));
    }
  }
  for (const start of edges.keys()) {
    const seen = new Set<string>();
    const next = [...(edges.get(start) ?? [])];
    for (let folder = next.pop(); folder !== undefined; folder = next.pop()) {
      if (folder === start) t.fail(`src/${start} imports itself by way of other folders`);
      if (seen.has(folder)) continue;
      seen.add(folder);
      next.push(...(edges.get(folder) ?? []));
    }
  }
});

/** Files that import each other's values in a circle; each circle is named by its files. An evaluator is recursive. */
const circles: readonly (readonly string[])[] = [
  [
    "compile/read/access.ts",
    "compile/read/call.ts",
    "compile/read/evaluate.ts",
    "compile/read/literal.ts",
    "compile/read/loose-body.ts",
    "compile/read/loose-meaning.ts",
    "compile/read/names.ts",
    "compile/read/written-function.ts",
  ],
  [
    "queries/read/assigned.ts",
    "queries/read/calls-of.ts",
    "queries/read/calls.ts",
    "queries/read/evaluate.ts",
    "queries/read/exports.ts",
    "queries/read/follow.ts",
    "queries/read/items.ts",
    "queries/read/names.ts",
    "queries/read/tagged.ts",
    "queries/read/types.ts",
  ],
];

t.test("no other files import each other in a circle", async (t) => {
  t.strictSame(circlesAmong(files), circles);
});

t.test("the planner's folders import in one direction, types included", async (t) => {
  const order = ["pair", "rows", "way", "loss", "steps"];
  const place = (file: string) => order.indexOf(file.split("/")[1] as string);
  for (const { file, folder, imports } of files) {
    if (folder !== "planner" || place(file) === -1) continue;
    for (const { name } of imports.filter(({ name }) => name.startsWith("."))) {
      const to = relative(source, resolve(source, dirname(file), name));
      if (folderOf(to) === "planner" && place(to) > place(file)) t.fail(`src/${file} imports ${to}, which comes later`);
    }
  }
});

t.test("what is exported is imported by another file", async (t) => {
  const tests = join(root, "test");
  const taken = new Set<string>();
  for (const [folder, found] of [[source, files] as const, [tests, lookAtAll(tests)] as const]) {
    for (const { file, imports } of found) {
      for (const { name, taken: names } of imports) {
        const from = relative(source, resolve(folder, dirname(file), name));
        for (const one of names) taken.add(`${from} ${one}`);
      }
    }
  }
  // What users import, and what `bin` starts.
  for (const { file, exports } of files.filter(
    ({ file }) => !["index.ts", "record/record.ts", "start/start.ts", "start/sync.ts", "cli/main.ts"].includes(file),
  )) {
    for (const name of exports) {
      if (!taken.has(`${file} ${name}`) && !taken.has(`${file} *`)) t.fail(`src/${file}: nobody imports ${name}`);
    }
  }
});

/**
 * The circles of value imports that are loaded together: files that reach themselves, with the files that they reach
 * and that reach them.
 */
function circlesAmong(all: readonly Found[]): string[][] {
  const edges = new Map(
    all.map(({ file, imports }) => {
      const values = imports.filter(({ name, onlyTypes, later }) => name.startsWith(".") && !onlyTypes && !later);
      return [file, values.map(({ name }) => relative(source, resolve(source, dirname(file), name)))];
    }),
  );
  const reach = new Map(all.map(({ file }) => [file, reachedFrom(file, edges)]));
  const inCircles = all.map(({ file }) => file).filter((file) => reach.get(file)?.has(file));
  const found = inCircles.map((file) =>
    inCircles.filter((other) => reach.get(file)?.has(other) && reach.get(other)?.has(file)),
  );
  return [...new Map(found.map((circle) => [circle.join(" "), circle])).values()];
}

function reachedFrom(file: string, edges: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>();
  const next = [...(edges.get(file) ?? [])];
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    if (reached.has(at)) continue;
    reached.add(at);
    next.push(...(edges.get(at) ?? []));
  }
  return reached;
}

function folderOf(file: string): string {
  return file.split("/")[0] as string;
}

function lookAtAll(folder: string): readonly Found[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .map((file) => look(folder, file));
}

function look(parent: string, file: string): Found {
  const text = readFileSync(join(parent, file), "utf8");
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const imports: Import[] = [];
  const globals = new Set<string>();
  const asked: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      const name = (node.moduleSpecifier as ts.StringLiteral).text;
      imports.push({ name, taken: takenBy(node), onlyTypes: isOnlyTypes(node), later: false });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [name] = node.arguments;
      if (name && ts.isStringLiteralLike(name))
        imports.push({ name: name.text, taken: ["*"], onlyTypes: false, later: true });
    } else if (ts.isIdentifier(node) && (node.text === "process" || node.text === "console")) {
      const { parent } = node;
      const isMember =
        (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
        (ts.isPropertyAssignment(parent) && parent.name === node) ||
        (ts.isPropertySignature(parent) && parent.name === node);
      if (!isMember) globals.add(node.text);
    }
    if (asksForKind(node)) asked.push(node.getText().split("\n")[0] ?? "");
    ts.forEachChild(node, visit);
  };
  visit(tree);
  const exports = tree.statements.flatMap(exportedBy);
  return {
    file,
    folder: folderOf(file),
    lines: text.split("\n").length - 1,
    text,
    tree,
    imports,
    exports,
    globals,
    asked,
  };
}

/** `kind === "ssh"`, `case "server":`, `/^file:/`, `isServer(…)`. */
function asksForKind(node: ts.Node): boolean {
  const isKind = (each: ts.Node) => ts.isStringLiteralLike(each) && targetKinds.includes(each.text);
  if (ts.isCaseClause(node)) return isKind(node.expression);
  if (ts.isBinaryExpression(node))
    return /^[!=]==?$/.test(node.operatorToken.getText()) && (isKind(node.left) || isKind(node.right));
  if (ts.isRegularExpressionLiteral(node)) return /\^\(?(\?:)?(ssh|file|libsql|https?|wss?)\b/.test(node.text);
  const called = ts.isCallExpression(node) && ts.isIdentifier(node.expression) ? node.expression.text : "";
  return targetKinds.some((kind) => called.toLowerCase() === `is${kind}`);
}

function takenBy(node: ts.ImportDeclaration | ts.ExportDeclaration): readonly string[] {
  const bindings = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : node.exportClause;
  if (!bindings || !(ts.isNamedImports(bindings) || ts.isNamedExports(bindings))) return ["*"];
  return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
}

function exportedBy(node: ts.Statement): readonly string[] {
  const isExported =
    ts.canHaveModifiers(node) && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (!isExported) return [];
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.map(({ name }) => name.getText());
  return (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) && node.name ? [node.name.text] : [];
}

function isOnlyTypes(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  return !clause.name && !!named && ts.isNamedImports(named) && named.elements.every((element) => element.isTypeOnly);
}

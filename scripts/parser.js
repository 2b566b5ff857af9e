// TypeScript's parser without the compiler around it: an eighth of the text, which loads in an eighth of the time. The
// library is one file of statements at the top level; what is taken along is every statement that declares a name which
// is needed, what those name in turn, and what completes a namespace that was taken.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import ts from "typescript";

/** What the text of a program takes from `ts`. */
export function partsOfParser(program) {
  const lacking = absent.exec(program);
  if (lacking !== null)
    throw new Error(
      `the program calls ${lacking[0]}) of a node, which scripts/parser.js does not give it: see \`methods\``,
    );
  return [...new Set([...program.matchAll(/\bts\.(\w+)/g)].map(([, name]) => name))].sort();
}

/**
 * A module that exports what a program takes from `ts`, the TypeScript that ts-morph carries; without what nodes can do
 * where they are only looked at.
 */
export function parserOnly(program, parses = true) {
  const names = partsOfParser(program);
  const require = createRequire(createRequire(import.meta.url).resolve("ts-morph"));
  const whole = readFileSync(require.resolve("@ts-morph/common/dist/typescript.js"), "utf8");
  const [head, body] = between(
    whole,
    "module.exports = __toCommonJS(typescript_exports);",
    "// Annotate the CommonJS export names",
  );
  const locals = new Map([...head.matchAll(/^ {2}(\w+): \(\) => (\w+),?$/gm)].map(([, name, local]) => [name, local]));
  const source = ts.createSourceFile("typescript.js", body, ts.ScriptTarget.ESNext, false, ts.ScriptKind.JS);
  const statements = source.statements.map((statement) => about(statement, source));
  const exported = names.filter((name) => locals.has(name));
  const taken = reachable(statements, [...exported.map((name) => locals.get(name)), ...(parses ? usedByMethods : [])]);
  const text = statements.flatMap((each) => (taken.has(each) ? [each.text] : [])).join("\n");
  const list = exported.map((name) => `${locals.get(name)} as ${name}`).join(", ");
  return `${parses ? withoutMessages(text) : withoutKinds(text, program)}\n${parses ? methods : ""}export { ${list} };\n`;
}

/**
 * Nodes get these from what TypeScript has for editors, which is the larger part of it. The build stops where the program
 * calls one of those that are not here.
 */
const methods = `
for (const kind of ["Node", "Token", "Identifier", "PrivateIdentifier", "SourceFile"]) {
  const { prototype } = objectAllocator[\`get\${kind}Constructor\`]();
  prototype.getStart = function (file) {
    return getTokenPosOfNode(this, file);
  };
  prototype.getText = function (file = getSourceFileOfNode(this)) {
    return file.text.slice(getTokenPosOfNode(this, file), this.end);
  };
  prototype.getLineAndCharacterOfPosition = function (position) {
    return getLineAndCharacterOfPosition(this, position);
  };
}
class PrivateIdentifier extends objectAllocator.getNodeConstructor() {}
for (const { prototype } of [objectAllocator.getIdentifierConstructor(), PrivateIdentifier])
  Object.defineProperty(prototype, "text", { get() { return idText(this); } });
setObjectAllocator({ ...objectAllocator, getPrivateIdentifierConstructor: () => PrivateIdentifier });
`;
const usedByMethods = [
  "objectAllocator",
  "getTokenPosOfNode",
  "getSourceFileOfNode",
  "getLineAndCharacterOfPosition",
  "idText",
  "setObjectAllocator",
];
const absent =
  /\.(get(Full(Start|Text|Width)|Width|End|SourceFile|Child\w*|(First|Last)Token|LeadingTriviaWidth|Line(Starts|EndOfPosition)|PositionOfLineAndCharacter|NamedDeclarations))\(|(?<!\bts)\.forEachChild\(/;

/** The licence of that part, for what is built in. */
export function parserLicence() {
  const require = createRequire(import.meta.url);
  const folder = join(require.resolve("typescript"), "..", "..");
  return readFileSync(join(folder, "LICENSE.txt"), "utf8");
}

function between(text, start, end) {
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from)
    throw new Error(
      `scripts/parser.js cannot cut TypeScript's parser out of this ts-morph: dist/typescript.js of @ts-morph/common does ` +
        `not have "${from < 0 ? start : end}" where it was. See docs/decisions/the-parser-alone.md.`,
    );
  return [text.slice(0, from), text.slice(from + start.length, to)];
}

/** What a statement declares, what it completes (`(function (Parser) { … })(Parser ||= {})`), and all it names. */
function about(statement, source) {
  const declares = [];
  if (ts.isVariableStatement(statement))
    for (const each of statement.declarationList.declarations) bound(each.name, declares);
  else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) declares.push(statement.name.text);
  const names = new Set();
  const look = (node) => {
    if (ts.isIdentifier(node)) names.add(node.text);
    else if (ts.isPropertyAccessExpression(node)) look(node.expression);
    else if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) look(node.initializer);
    else ts.forEachChild(node, look);
  };
  ts.forEachChild(statement, look);
  return { declares, completes: completed(statement), names, text: source.text.slice(statement.pos, statement.end) };
}

function bound(name, found) {
  if (ts.isIdentifier(name)) found.push(name.text);
  else for (const each of name.elements) if (each.name !== undefined) bound(each.name, found);
}

function completed(statement) {
  if (!ts.isExpressionStatement(statement)) return null;
  const { expression } = statement;
  if (ts.isBinaryExpression(expression)) return rootOf(expression.left);
  const isWrapped = ts.isCallExpression(expression) && ts.isParenthesizedExpression(expression.expression);
  return isWrapped && expression.arguments.length > 0 ? rootOf(expression.arguments[0]) : null;
}

function rootOf(node) {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node) || ts.isParenthesizedExpression(node)) return rootOf(node.expression);
  return ts.isBinaryExpression(node) ? rootOf(node.left) : null;
}

function reachable(statements, names) {
  const byName = new Map();
  for (const each of statements)
    for (const name of [...each.declares, ...(each.completes === null ? [] : [each.completes])])
      byName.set(name, [...(byName.get(name) ?? []), each]);
  const taken = new Set();
  const seen = new Set();
  for (const open = [...names]; open.length > 0; ) {
    const name = open.pop();
    if (seen.has(name)) continue;
    seen.add(name);
    for (const each of byName.get(name) ?? []) {
      if (taken.has(each)) continue;
      taken.add(each);
      open.push(...each.names);
    }
  }
  return taken;
}

/** The table of kinds is the larger part of what asks about nodes. */
function withoutKinds(text, program) {
  const used = new Set([...`${program} ${text}`.matchAll(/\bSyntaxKind\d*\.(\w+)/g)].map(([, name]) => name));
  return text.replace(/^ *(SyntaxKind\d+)\[\1\["(\w+)"\] = \d+\] = "\w+";\n/gm, (line, _, name) =>
    used.has(name) ? line : "",
  );
}

/** Half of what is left are messages, most of them the type checker's. */
function withoutMessages(text) {
  const used = new Set([...text.matchAll(/\bDiagnostics\.(\w+)/g)].map(([, name]) => name));
  if (/\bDiagnostics\s*\[/.test(text))
    throw new Error("TypeScript's parser looks its messages up by name now, so scripts/parser.js cannot leave any out");
  return text.replace(/^ {2}(\w+): diag\(.*\),?\n/gm, (line, name) => (used.has(name) ? line : ""));
}

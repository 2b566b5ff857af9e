import { ts } from "../../compile/read/typescript.ts";
import { fold } from "../../model/names.ts";
import { significantIn } from "../../sql/tokens.ts";
import type { Alternatives } from "./alternatives.ts";
import { allGiven, isAssigned } from "./assigned.ts";
import { type Here, outermost, type Reader, textsOf, unwrapped } from "./evaluate.ts";
import { withDialect } from "../dialect.ts";
import { silencesOf } from "./ignored.ts";
import { lineCounter } from "./lines.ts";
import type { Module, Modules } from "./module.ts";
import { certainty, nameAround, otherDatabase } from "./place.ts";
import type { FoundStatement } from "../query.ts";
import type { FileRead } from "./read-file.ts";
import { declarationOf } from "./scope.ts";
import { beginsLikeSql, kindOf, statementsOf } from "../statement.ts";
import type { Text } from "../text.ts";

const budget = 3000;

/** Every string of a source file that is a statement, whatever it is passed to. */
export function readSource(module: Module, modules: Modules): FileRead {
  const { source } = module;
  const found: FoundStatement[] = [];
  const makes: string[] = [];
  const functions = new Set<string>();
  const used = new Set<string>();
  const open = new Set<string>();
  const variables = new Set<ts.Node>();
  const foreign = otherDatabase(module);
  const silenced = silencesOf(module.text);
  const lines = lineCounter(module.text);
  visit(source);
  const all = withDialect(found, makes);
  return { found: all, makes, functions: [...functions], used: [...used], open: [...open] };

  function visit(node: ts.Node): void {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || ts.isInterfaceDeclaration(node)) return;
    if (ts.isCallExpression(node)) noteFunction(node);
    if (ts.isExpression(node) && isString(node) && !isName(node)) take(node);
    ts.forEachChild(node, visit);
  }

  /** `db.function("slug", …)`: the engine here does not know it, and the application does. */
  function noteFunction({ expression, arguments: given }: ts.CallExpression): void {
    if (!ts.isPropertyAccessExpression(expression)) return;
    if (!/^(?:function|aggregate|createFunction|create_function|table)$/.test(expression.name.text)) return;
    const [first] = given;
    if (first !== undefined && ts.isStringLiteralLike(first)) functions.add(fold(first.text));
  }

  function take(node: ts.Expression): void {
    if (isInside(node) || !mayBegin(node, module)) return;
    if (used.has(`${module.file}:${node.getStart(source)}`)) return;
    const variable = variableOf(node, source);
    const reader: Reader = { modules, used: new Set(), open: new Set(), budget };
    const here: Here = { reader, module, frame: outermost };
    if (variable !== null && variables.has(variable)) return;
    if (variable !== null) variables.add(variable);
    const given = variable === null ? [{ node, texts: textsOf(node, here) }] : allGiven(variable, here);
    const before = found.length + makes.length;
    for (const { node, texts } of given) {
      const statements = texts.texts.filter(({ sql }) => beginsLikeSql(sql));
      if (statements.length > 0) add(node, { texts: statements, cut: texts.cut }, variable !== null);
    }
    if (found.length + makes.length === before) return;
    for (const each of reader.open) open.add(each);
    const own = new Set(given.map((each) => `${module.file}:${each.node.getStart(source)}`));
    for (const each of reader.used) if (!own.has(each)) used.add(each);
  }

  function add(node: ts.Expression, { texts, cut }: Alternatives, inSteps: boolean): void {
    const scripts = texts.map((text) =>
      statementsOf(text).map((statement) => ({ statement, kind: kindOf(significantIn(statement.sql)) })),
    );
    const most = scripts.reduce((longest, each) => Math.max(longest, each.length), 0);
    // One sentence may begin like a statement, but not two.
    const isScript = scripts.some((script) => script.filter(({ kind }) => kind !== null).length > 1);
    for (let n = 0; n < most; n++) {
      const variants: Text[] = [];
      for (const script of scripts) {
        const each = script[n];
        if (each === undefined) continue;
        const { statement, kind } = each;
        if (kind === "makes") makes.push(statement.sql);
        if (kind === "query" && !variants.some(({ sql }) => sql === statement.sql)) variants.push(statement);
      }
      if (variants.length === 0) continue;
      const extent =
        most === 1 && !inSteps ? { start: node.getStart(source), end: node.end } : extentOf(variants[0], node);
      found.push({
        ...extent,
        line: lines(extent.start),
        endLine: lines(extent.end),
        name: nameAround(node),
        variants,
        cut,
        certain: isScript || certainty(node, module),
        foreign,
        ignored: silenced(extent.start, statementAround(node).getStart(source)),
      });
    }
  }

  function extentOf(text: Text | undefined, node: ts.Node): { start: number; end: number } {
    const own = text?.pieces.filter(({ file }) => file === module.file) ?? [];
    const start = own[0]?.start ?? node.getStart(source);
    return { start, end: own.reduce((end, piece) => Math.max(end, piece.end), start) };
  }
}

function statementAround(node: ts.Node): ts.Node {
  let at = node;
  while (!ts.isSourceFile(at.parent) && !ts.isBlock(at.parent) && !ts.isClassElement(at)) at = at.parent;
  return at;
}

function isString(node: ts.Expression): boolean {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isTemplateExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) ||
    isPutTogether(node)
  );
}

/** `[…].join(" ")`, `"…".concat(…)` and `"…".replace(…)`. */
function isPutTogether(node: ts.Expression): node is ts.CallExpression {
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    /^(?:join|concat|replace|replaceAll)$/.test(node.expression.name.text)
  );
}

/** A string that is a name rather than text, of a property, a module, a case; or that another is compared with. */
function isName(node: ts.Expression): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isElementAccessExpression(parent) && parent.argumentExpression === node) ||
    ts.isExternalModuleReference(parent) ||
    ts.isExportDeclaration(parent) ||
    ts.isCaseClause(parent) ||
    (ts.isCallExpression(parent) && isComparing(parent.expression))
  );
}

function isComparing(called: ts.Expression): boolean {
  return (
    ts.isPropertyAccessExpression(called) &&
    /^(?:startsWith|endsWith|includes|indexOf|lastIndexOf)$/.test(called.name.text)
  );
}

/** Part of a string that is evaluated as a whole. */
function isInside(node: ts.Expression): boolean {
  let at: ts.Node = node;
  while (ts.isParenthesizedExpression(at.parent)) at = at.parent;
  const { parent } = at;
  if (ts.isTaggedTemplateExpression(parent)) return parent.template === at;
  if (ts.isPropertyAccessExpression(parent)) return ts.isCallExpression(parent.parent) && isPutTogether(parent.parent);
  return ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

/** Words between the parts of a statement. */
const clauses: ReadonlySet<string> = new Set(
  "FROM WHERE SET VALUES ORDER GROUP LIMIT JOIN AND INTO UNION RETURNING SELECT".split(" "),
);

function namesClause(text: string): boolean {
  return (text.match(/[A-Za-z]+/g) ?? []).some((word) => clauses.has(word.toUpperCase()));
}

/**
 * A quick test, so that not every string of a program is evaluated: it begins like a statement, it continues one that
 * begins elsewhere, or it is where only SQL can be.
 */
function mayBegin(node: ts.Expression, module: Module): boolean {
  const at = unwrapped(node);
  if (ts.isStringLiteralLike(at)) return beginsLikeSql(at.text);
  if (ts.isTaggedTemplateExpression(at)) return mayBegin(at.template, module);
  if (ts.isTemplateExpression(at)) {
    if (at.head.text.trim() !== "") return beginsLikeSql(at.head.text);
    return at.templateSpans.some(({ literal }) => namesClause(literal.text)) || certainty(node, module);
  }
  if (ts.isBinaryExpression(at)) return sumMayBegin(at, module);
  if (!isPutTogether(at) || !ts.isPropertyAccessExpression(at.expression)) return false;
  const first = firstOf(at.expression.expression);
  return first === null ? certainty(node, module) : mayBegin(first, module);
}

function sumMayBegin(node: ts.BinaryExpression, module: Module): boolean {
  let left: ts.Expression = node;
  let goesOn = false;
  while (ts.isBinaryExpression(left)) {
    const right = unwrapped(left.right);
    if (ts.isStringLiteralLike(right) && namesClause(right.text)) goesOn = true;
    left = left.left;
  }
  const at = unwrapped(left);
  if (ts.isStringLiteralLike(at) || ts.isTemplateExpression(at)) return mayBegin(at, module);
  return goesOn || certainty(node, module) || beginsWithStatement(at, module);
}

/** A name whose first value begins like a statement: `insert + rows.map(() => "(?, ?)").join()`. */
function beginsWithStatement(node: ts.Expression, module: Module): boolean {
  if (!ts.isIdentifier(node)) return false;
  const declaration = declarationOf(node.text, node);
  if (declaration === null || !ts.isVariableDeclaration(declaration)) return false;
  const { initializer } = declaration;
  return initializer !== undefined && isString(initializer) && mayBegin(initializer, module);
}

/** The first element of a list that is spelled out; the text itself that others are added to. */
function firstOf(receiver: ts.Expression): ts.Expression | null {
  const at = unwrapped(receiver);
  if (ts.isArrayLiteralExpression(at)) return at.elements[0] ?? null;
  if (!ts.isIdentifier(at)) return ts.isStringLiteralLike(at) || ts.isTemplateExpression(at) ? at : null;
  const declaration = declarationOf(at.text, at);
  if (declaration === null || !ts.isVariableDeclaration(declaration) || declaration.initializer === undefined)
    return null;
  const initial = unwrapped(declaration.initializer);
  return ts.isArrayLiteralExpression(initial) ? (initial.elements[0] ?? null) : null;
}

/** The variable that gets this text, with more added later: it is read as a whole. */
function variableOf(node: ts.Expression, source: ts.SourceFile): ts.VariableDeclaration | null {
  let at: ts.Node = node;
  while (
    ts.isParenthesizedExpression(at.parent) ||
    ts.isAsExpression(at.parent) ||
    ts.isConditionalExpression(at.parent)
  )
    at = at.parent;
  const { parent } = at;
  if (ts.isVariableDeclaration(parent) && parent.initializer === at) return isAssigned(parent, source) ? parent : null;
  if (!ts.isBinaryExpression(parent) || parent.right !== at || !ts.isIdentifier(parent.left)) return null;
  if (parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return null;
  const declaration = declarationOf(parent.left.text, parent);
  return declaration !== null && ts.isVariableDeclaration(declaration) ? declaration : null;
}

import { ts } from "../../compile/read/typescript.ts";
import { type Alternatives, either, followed, only } from "./alternatives.ts";
import { deeper, type Here, textsOf } from "./evaluate.ts";
import { declarationOf, functionAround, usesOf } from "./scope.ts";
import { nothing } from "../text.ts";

/** Whether a variable gets its text in more than one step: `let sql = "…"; if (x) sql += "…"`. */
export function isAssigned(declaration: ts.VariableDeclaration, source: ts.SourceFile): boolean {
  return stepsOf(declaration, source).length > 0;
}

/** A value that a variable is given, and the texts that it can become by what is added later. */
export interface Given {
  readonly node: ts.Expression;
  readonly texts: Alternatives;
}

/** What the variable can hold at an offset of its file. */
export function assignedTexts(declaration: ts.VariableDeclaration, before: number, here: Here): Alternatives | null {
  const { held } = givenTexts(declaration, before, here);
  return held.length === 0 ? null : either(...held.map(({ texts }) => texts));
}

/** Everything that the variable is given, each with what is added to it before the next. */
export function allGiven(declaration: ts.VariableDeclaration, here: Here): readonly Given[] {
  const { replaced, held } = givenTexts(declaration, Number.POSITIVE_INFINITY, here);
  return [...replaced, ...held];
}

function givenTexts(declaration: ts.VariableDeclaration, before: number, here: Here) {
  const inner = deeper(here, here.frame.arguments);
  const initial = declaration.initializer;
  const replaced: Given[] = [];
  let held: Given[] = initial === undefined ? [] : [{ node: initial, texts: textsOf(initial, inner) }];
  for (const step of stepsOf(declaration, here.module.source)) {
    if (step.pos >= before) break;
    const { right } = step;
    const isSure = blockOf(step) === blockOf(declaration);
    const adds = step.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken;
    if (adds || mentions(right, declaration, inner)) {
      const longer = (texts: Alternatives) =>
        adds ? followed(texts, textsOf(right, inner)) : withOld(right, declaration, texts, inner);
      if (held.length === 0) held = [{ node: right, texts: longer(only(nothing)) }];
      else
        held = held.map(({ node, texts }) => ({
          node,
          texts: isSure ? longer(texts) : either(longer(texts), texts),
        }));
      continue;
    }
    const fresh = { node: right, texts: textsOf(right, inner) };
    const since = isSure ? step.pos : (startOfChain(step, blockOf(declaration)) ?? 0);
    replaced.push(...held.filter(({ node }) => node.pos < since));
    held = [...held.filter(({ node }) => node.pos >= since), fresh];
  }
  return { replaced, held };
}

/** Where the `if` of an assignment in its last `else` begins: one branch or the other has run. */
function startOfChain(step: ts.Node, block: ts.Node): number | null {
  let at = step;
  while (at.parent !== block && !ts.isSourceFile(at.parent)) at = at.parent;
  let last: ts.Statement | undefined;
  for (let chain = at; ts.isIfStatement(chain) && chain.elseStatement !== undefined; chain = last)
    last = chain.elseStatement;
  if (last === undefined || step.pos < last.pos) return null;
  return blockOf(step) === (ts.isBlock(last) ? last : last.parent) ? at.pos : null;
}

function stepsOf(declaration: ts.VariableDeclaration, source: ts.SourceFile): readonly ts.BinaryExpression[] {
  const { name } = declaration;
  if (!ts.isIdentifier(name)) return [];
  return usesOf(name.text, source)
    .filter(ts.isBinaryExpression)
    .filter((step) => ts.isIdentifier(step.left) && declarationOf(step.left.text, step.left) === declaration);
}

/** `sql = sql + "…"`, and a template that begins with itself. */
function mentions(node: ts.Node, declaration: ts.VariableDeclaration, here: Here): boolean {
  let found = false;
  const visit = (at: ts.Node): void => {
    if (found) return;
    if (ts.isIdentifier(at) && ts.isIdentifier(declaration.name) && at.text === declaration.name.text)
      found = declarationOf(at.text, at) === declaration;
    ts.forEachChild(at, visit);
  };
  visit(node);
  return found && here.reader.budget > 0;
}

function withOld(
  right: ts.Expression,
  declaration: ts.VariableDeclaration,
  now: Alternatives,
  here: Here,
): Alternatives {
  const bound = new Map(here.frame.arguments);
  bound.set(declaration, { kind: "texts", texts: now });
  return textsOf(right, deeper(here, bound));
}

/** The block that contains a statement: statements in other blocks may not run. */
function blockOf(node: ts.Node): ts.Node {
  let at = node.parent;
  while (
    !ts.isBlock(at) &&
    !ts.isSourceFile(at) &&
    !ts.isCaseClause(at) &&
    !ts.isDefaultClause(at) &&
    !ts.isIfStatement(at) &&
    !ts.isConditionalExpression(at) &&
    at !== functionAround(node)
  )
    at = at.parent;
  return at;
}

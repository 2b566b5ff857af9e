import { ts } from "../../compile/read/typescript.ts";
import { type Alternatives, either, followed, only } from "./alternatives.ts";
import { deeper, type Here, textsOf } from "./evaluate.ts";
import { declarationOf, functionAround, usesOf } from "./scope.ts";
import { nothing } from "../text.ts";

/** Whether a variable gets its text in more than one step: `let sql = "…"; if (x) sql += "…"`. */
export function isAssigned(declaration: ts.VariableDeclaration, source: ts.SourceFile): boolean {
  return stepsOf(declaration, source).length > 0;
}

/** What the variable can hold where it is read; or at the end of its function, if `before` is past that. */
export function assignedTexts(declaration: ts.VariableDeclaration, before: number, here: Here): Alternatives | null {
  const steps = stepsOf(declaration, here.module.source).filter((step) => step.pos < before);
  const inner = deeper(here, here.frame.arguments);
  const initial = declaration.initializer;
  let now: Alternatives | null = initial === undefined ? null : textsOf(initial, inner);
  const earlier: Alternatives[] = [];
  for (const step of steps) {
    const right = step.right;
    const isSure = blockOf(step) === blockOf(declaration);
    if (step.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken) {
      const longer = followed(now ?? only(nothing), textsOf(right, inner));
      now = isSure || now === null ? longer : either(longer, now);
    } else if (mentions(right, declaration, inner)) {
      const fresh: Alternatives = withOld(right, declaration, now, inner);
      now = isSure || now === null ? fresh : either(fresh, now);
    } else {
      const fresh = textsOf(right, inner);
      if (isSure && now !== null && before === Number.POSITIVE_INFINITY) earlier.push(now);
      now = isSure || now === null ? fresh : either(now, fresh);
    }
  }
  if (now === null) return null;
  return earlier.length === 0 ? now : either(...earlier, now);
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
  now: Alternatives | null,
  here: Here,
): Alternatives {
  const bound = new Map(here.frame.arguments);
  bound.set(declaration, { kind: "texts", texts: now ?? only(nothing) });
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

import { ts } from "../../compile/read/typescript.ts";

export function parseSource(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TS);
}

/** The innermost node that begins at `start` and ends at `end`. */
export function nodeAt(tree: ts.SourceFile, start: number, end: number): ts.Node | null {
  let found: ts.Node | null = null;
  const visit = (node: ts.Node): void => {
    if (node.pos > start || node.end < end) return;
    if (node.getStart(tree) === start && node.end === end) found = node;
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** The top-level const with this name. */
export function constOf(tree: ts.SourceFile, name: string): ts.VariableDeclaration | null {
  for (const statement of tree.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const each of statement.declarationList.declarations) {
      if (ts.isIdentifier(each.name) && each.name.text === name) return each;
    }
  }
  return null;
}

/** Every top-level name of a file, including imports. */
export function topNames(tree: ts.SourceFile): string[] {
  return tree.statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.flatMap((each) =>
        ts.isIdentifier(each.name) ? [each.name.text] : [],
      );
    }
    if (ts.isImportDeclaration(statement)) return importedNames(statement).map((each) => each.local);
    const named =
      ts.isFunctionDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement);
    return named && statement.name !== undefined ? [statement.name.text] : [];
  });
}

export interface ImportedName {
  readonly local: string;
  readonly imported: string;
}

export function importedNames(statement: ts.ImportDeclaration): ImportedName[] {
  const clause = statement.importClause;
  const bindings = clause?.namedBindings;
  const names: ImportedName[] = [];
  if (clause?.name !== undefined) names.push({ local: clause.name.text, imported: "default" });
  if (bindings !== undefined && ts.isNamespaceImport(bindings)) {
    names.push({ local: bindings.name.text, imported: "*" });
  } else if (bindings !== undefined) {
    for (const each of bindings.elements) {
      names.push({ local: each.name.text, imported: (each.propertyName ?? each.name).text });
    }
  }
  return names;
}

export function specifierOf(statement: ts.ImportDeclaration | ts.ExportDeclaration): string | null {
  const specifier = statement.moduleSpecifier;
  return specifier !== undefined && ts.isStringLiteral(specifier) ? specifier.text : null;
}

/** Without the parentheses and type assertions around it. */
export function bareExpression(node: ts.Expression): ts.Expression {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    return bareExpression(node.expression);
  return node;
}

/** The key of a property, if it is written literally. */
export function literalKey(property: ts.ObjectLiteralElementLike): string | null {
  const name = property.name;
  if (name === undefined) return null;
  if (ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name)) return name.text;
  if (ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression)) return name.expression.text;
  return null;
}

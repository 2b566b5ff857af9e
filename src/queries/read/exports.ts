import { ts } from "../../compile/read/typescript.ts";
import { deeper, type Here } from "./evaluate.ts";
import { type FoundNode, followDeclaration } from "./follow.ts";
import { declarationOf } from "./scope.ts";

/** What a module exports under a name: its own, or a re-export. */
export function exportOf(name: string, here: Here): readonly FoundNode[] {
  const { module, reader, frame } = here;
  if (frame.depth > 30) return [];
  for (const statement of module.source.statements) {
    if (ts.isExportAssignment(statement) && name === "default") return [{ node: statement.expression, here }];
    if (!ts.isExportDeclaration(statement)) continue;
    const from = statement.moduleSpecifier;
    const clause = statement.exportClause;
    if (clause !== undefined && ts.isNamedExports(clause)) {
      const element = clause.elements.find((each) => each.name.text === name);
      if (element === undefined) continue;
      const inner = (element.propertyName ?? element.name).text;
      if (from !== undefined && ts.isStringLiteral(from)) return passedOn(inner, from.text, here);
      return own(inner, here);
    }
    if (clause === undefined && from !== undefined && ts.isStringLiteral(from)) {
      const found = passedOn(name, from.text, here);
      if (found.length > 0) return found;
    }
  }
  return name === "default" ? defaultOf(here) : own(name, here);

  function passedOn(inner: string, specifier: string, here: Here): readonly FoundNode[] {
    const other = reader.modules.imported(specifier, module.file);
    return other === null ? [] : exportOf(inner, deeper(here, new Map(), other));
  }
}

function own(name: string, here: Here): readonly FoundNode[] {
  const declaration = declarationOf(name, here.module.source);
  return declaration === null ? [] : followDeclaration(declaration, deeper(here, new Map()));
}

function defaultOf(here: Here): readonly FoundNode[] {
  for (const statement of here.module.source.statements) {
    const isDefault =
      ts.canHaveModifiers(statement) && statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
    if (isDefault && (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)))
      return [{ node: statement, here }];
  }
  return [];
}

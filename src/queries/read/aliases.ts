import { posix } from "node:path";
import { ts } from "../../compile/read/typescript.ts";
import type { ReadFile } from "./module.ts";

/**
 * The files that a non-relative import may mean: through `paths` of the nearest tsconfig.json, and what frameworks
 * define.
 */
export function aliasesOf(
  read: ReadFile,
  note: (file: string) => void,
): (specifier: string, folder: string) => readonly string[] {
  const known = new Map<string, Paths | null>();
  return (specifier, folder) => {
    const found: string[] = [];
    for (let at = folder; ; at = posix.dirname(at)) {
      const paths = pathsOf(at);
      if (paths !== null) {
        for (const [prefix, targets] of paths.entries) {
          if (!specifier.startsWith(prefix)) continue;
          found.push(...targets.map((target) => posix.join(at, paths.base, target + specifier.slice(prefix.length))));
        }
      }
      for (const [prefix, target] of usual)
        if (specifier.startsWith(prefix)) found.push(posix.join(at, target + specifier.slice(prefix.length)));
      if (at === "." || at === "/" || at === "" || at.startsWith("..")) return found;
    }
  };

  function pathsOf(folder: string): Paths | null {
    const file = posix.join(folder, "tsconfig.json");
    note(file);
    const before = known.get(folder);
    if (before !== undefined) return before;
    const text = read(file) ?? read(posix.join(folder, "jsconfig.json"));
    const paths = text === null ? null : readPaths(text);
    known.set(folder, paths);
    return paths;
  }
}

interface Paths {
  readonly base: string;
  /** What an import begins with, and where that leads. */
  readonly entries: readonly (readonly [string, readonly string[]])[];
}

/** What the templates of SvelteKit, Nuxt, Remix and Next write into a configuration that is not committed. */
const usual = [
  ["$lib/", "src/lib/"],
  ["~/", ""],
  ["~/", "app/"],
  ["~/", "src/"],
  ["@/", "src/"],
  ["@/", ""],
] as const;

/** A configuration may contain comments and trailing commas, as JavaScript does. */
function readPaths(text: string): Paths | null {
  const source = ts.createSourceFile("tsconfig.js", `(${text})`, ts.ScriptTarget.ESNext, false, ts.ScriptKind.JS);
  const [statement] = source.statements;
  if (statement === undefined || !ts.isExpressionStatement(statement)) return null;
  const options = member(unwrapped(statement.expression), "compilerOptions");
  const paths = member(options, "paths");
  if (paths === null || !ts.isObjectLiteralExpression(paths)) return null;
  const base = member(options, "baseUrl");
  const entries = paths.properties.flatMap((property): [string, readonly string[]][] => {
    if (!ts.isPropertyAssignment(property) || !ts.isStringLiteral(property.name)) return [];
    const { initializer } = property;
    if (!ts.isArrayLiteralExpression(initializer)) return [];
    const targets = initializer.elements.flatMap((each) => (ts.isStringLiteral(each) ? [each.text] : []));
    return [[property.name.text.replace(/\*$/, ""), targets.map((target) => target.replace(/\*$/, ""))]];
  });
  return { base: base !== null && ts.isStringLiteral(base) ? base.text : "", entries };
}

function unwrapped(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? unwrapped(node.expression) : node;
}

function member(node: ts.Expression | null, name: string): ts.Expression | null {
  if (node === null || !ts.isObjectLiteralExpression(node)) return null;
  for (const property of node.properties)
    if (ts.isPropertyAssignment(property) && ts.isStringLiteral(property.name) && property.name.text === name)
      return property.initializer;
  return null;
}

import { join, resolve } from "node:path";
import t, { type Test } from "tap";
import ts from "typescript";
import { accepts } from "../../src/compile/read/arguments.ts";
import { type Kind, type Signature, signatures } from "../../src/compile/read/signatures.ts";
import { integer, self, sql, table } from "../../src/index.ts";

const root = resolve(import.meta.dirname, "../..");
const probesFile = join(root, "test/compile/signature-probes.ts");

/** The same values, once for `accepts` and once, by name, as types in signature-probes.ts. */
const tune = table({ id: integer() });
const values: Readonly<Record<string, unknown>> = {
  text: "a",
  list: ["a", "b"],
  yes: true,
  count: 3,
  nothing: null,
  bytes: new Uint8Array(1),
  piece: sql`1`,
  reference: tune.id,
  one: integer(),
  record: { id: integer() },
  arrow: () => [],
  own: self("id"),
  tune,
};

const program = ts.createProgram([probesFile, join(root, "src/index.ts")], {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts"],
  module: ts.ModuleKind.NodeNext,
  exactOptionalPropertyTypes: true,
  allowImportingTsExtensions: true,
  types: [],
});
const checker = program.getTypeChecker();

function exported(file: string): ReadonlyMap<string, ts.Type> {
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${file} is not a module`);
  const found = checker.getExportsOfModule(module).map((symbol): [string, ts.Type] => {
    const real = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    return [symbol.name, checker.getTypeOfSymbol(real)];
  });
  return new Map(found);
}

const probes = new Map([...exported(probesFile)].filter(([name]) => name in values));
const carriers = exported(probesFile).get("carriers") as ts.Type;

/** Of a word: its overloads, without the name that may come first. */
interface Typed {
  readonly named: boolean;
  readonly needs: number;
  readonly overloads: readonly { readonly takes: readonly ts.Type[]; readonly rest: ts.Type | null }[];
}

function typed(types: readonly ts.Type[]): Typed {
  const all = types
    .flatMap((type) => type.getCallSignatures())
    .map((signature) => {
      const takes: ts.Type[] = [];
      let needs = 0;
      let rest: ts.Type | null = null;
      for (const parameter of signature.getParameters()) {
        const declaration = parameter.valueDeclaration as ts.ParameterDeclaration;
        const of = checker.getTypeOfSymbol(parameter);
        if (declaration.dotDotDotToken) {
          // `...terms: readonly [first: T, ...others: T[]]`
          rest = checker.getTypeArguments(of as ts.TypeReference)[0] ?? null;
          if (rest === null) throw new Error(`${parameter.name}: a rest of another form`);
          takes.push(rest);
          needs++;
        } else {
          takes.push(of);
          if (!checker.isOptionalParameter(declaration)) needs++;
        }
      }
      const named = signature.getParameters()[0]?.name === "name" && takes.length > 1;
      return { named, needs: named ? needs - 1 : needs, takes: named ? takes.slice(1) : takes, rest };
    });
  return {
    named: all.some(({ named }) => named) && all.some(({ named }) => !named),
    needs: Math.min(...all.map(({ needs }) => needs)),
    overloads: all,
  };
}

function compare(t: Test, word: string, types: readonly ts.Type[], signature: Signature | undefined): void {
  const { named, needs, overloads } = typed(types);
  if (signature === undefined) throw new Error(`${word} is not in signatures.ts: its arguments are not checked`);
  t.equal(signature.named === true, named, `${word}: may begin with a name`);
  t.equal(signature.needs, needs, `${word}: as many arguments are needed`);
  t.equal(
    signature.takes.length,
    Math.max(...overloads.map(({ takes }) => takes.length)),
    `${word}: as many are taken`,
  );
  t.equal(
    signature.rest !== undefined,
    overloads.some(({ rest }) => rest !== null),
    `${word}: takes more of the last`,
  );
  signature.takes.forEach((kind, at) => {
    compareKind(
      t,
      `${word}, argument ${at + 1}`,
      overloads.flatMap(({ takes }) => takes[at] ?? []),
      kind,
    );
  });
}

function compareKind(t: Test, where: string, types: readonly ts.Type[], kind: Kind): void {
  if (kind.words) {
    const words = types.flatMap(parts).flatMap((each) => (each.isStringLiteral() ? [each.value] : []));
    t.strictSame([...new Set(words)].sort(), [...kind.words].sort(), `${where}: the same words`);
  }
  if (kind.fields) {
    const { fields } = kind;
    const properties = types.flatMap(parts).flatMap((each) => checker.getPropertiesOfType(each));
    const names = [...new Set(properties.map(({ name }) => name))];
    t.strictSame(names.sort(), Object.keys(fields).sort(), `${where}: the same options`);
    for (const [name, field] of Object.entries(fields)) {
      const of = properties.filter((each) => each.name === name).map((each) => checker.getTypeOfSymbol(each));
      compareKind(t, `${where}.${name}`, of, field);
    }
    return;
  }
  for (const [name, probe] of probes) {
    // A list of columns of the given table, whichever it is: the checker has no constraint for that.
    if (where === "rows, argument 3.key" && name === "list") continue;
    const typed = types.some((type) => checker.isTypeAssignableTo(probe, constraint(type)));
    t.equal(accepts(kind, values[name]), typed, `${where}: ${name} is ${typed ? "accepted" : "refused"}`);
  }
}

function constraint(type: ts.Type): ts.Type {
  return checker.getBaseConstraintOfType(type) ?? type;
}

function parts(type: ts.Type): readonly ts.Type[] {
  const of = checker.getNonNullableType(constraint(type));
  return of.isUnion() ? of.types : [of];
}

/**
 * Words that are called in schema files and check nothing there: a template tag, and the words of the configuration.
 */
const unchecked = ["sql", "defineConfig"];

t.test("every word accepts what its types say", async (t) => {
  const words = [...exported(join(root, "src/index.ts"))].filter(([, type]) => type.getCallSignatures().length > 0);
  t.strictSame(
    Object.keys(signatures.words).sort(),
    words
      .map(([word]) => word)
      .filter((word) => !unchecked.includes(word))
      .sort(),
    "every word has its signature",
  );
  for (const [word, type] of words) if (!unchecked.includes(word)) compare(t, word, [type], signatures.words[word]);
});

t.test("every method accepts what its types say", async (t) => {
  for (const carrier of ["columns", "others"] as const) {
    const symbol = carriers.getProperty(carrier);
    if (!symbol) throw new Error(`signature-probes.ts has no ${carrier}`);
    const found = methods(checker.getTypeArguments(checker.getTypeOfSymbol(symbol) as ts.TypeReference));
    t.strictSame(Object.keys(signatures[carrier]).sort(), [...found.keys()].sort(), `every method of ${carrier}`);
    for (const [name, types] of found) compare(t, `${carrier} .${name}`, types, signatures[carrier][name]);
  }
});

function methods(types: readonly ts.Type[]): ReadonlyMap<string, readonly ts.Type[]> {
  const found = new Map<string, ts.Type[]>();
  for (const symbol of types.flatMap((type) => checker.getPropertiesOfType(type))) {
    const type = checker.getTypeOfSymbol(symbol);
    if (type.getCallSignatures().length > 0) found.set(symbol.name, [...(found.get(symbol.name) ?? []), type]);
  }
  return found;
}

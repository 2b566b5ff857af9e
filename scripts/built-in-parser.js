// In place of ts-morph, what the program takes of the TypeScript in it: the parser alone.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { checkParser } from "./check-parser.js";
import { parserOnly, partsOfParser } from "./parser.js";

/** Of ts-morph the program uses TypeScript's parser, and of that only what it names; syntax.ts takes what needs no parser. */
export async function builtInParser() {
  const pieces = {
    parser: await cutParser(programThatParses(), true),
    syntax: await cutParser(readersOfPlain(), false),
  };
  return {
    name: "built-in-parser",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^ts-morph$/ }, ({ importer }) => {
        const path = importer.endsWith("syntax.ts") ? "syntax" : "parser";
        return importer.startsWith(resolve("src")) ? { path, namespace: "typescript" } : null;
      });
      onResolve({ filter: /^pieces:/ }, ({ path }) => ({ path, namespace: "typescript" }));
      onLoad({ filter: /^pieces:/, namespace: "typescript" }, ({ path }) => ({
        contents: pieces[path.slice("pieces:".length)],
        loader: "js",
      }));
      onLoad({ filter: /^(syntax|parser)$/, namespace: "typescript" }, ({ path }) => ({
        contents: `export * as ts from "pieces:${path}";`,
      }));
    },
  };
}

/** Cutting and checking takes seconds, so what was cut and found right is kept until the program names something else. */
async function cutParser(program, parses) {
  const key = createHash("sha256").update(partsOfParser(program).join(" "));
  if (!parses) key.update([...program.matchAll(/SyntaxKind\.\w+/g)].join(" "));
  const makers = ["scripts/parser.js", "scripts/check-parser.js", "node_modules/@ts-morph/common/package.json"];
  for (const file of makers) key.update(readFileSync(file));
  const kept = join(
    "node_modules",
    ".cache",
    "trueup",
    `${parses ? "parser" : "syntax"}-${key.digest("hex").slice(0, 16)}.js`,
  );
  if (existsSync(kept)) return readFileSync(kept, "utf8");
  const parser = parserOnly(program, parses);
  if (parses) await checkParser(parser, [program, "export const a = sql`x ${b}`; const c = ;"]);
  else if (parser.includes("createSourceFile"))
    throw new Error("a file that imports syntax.ts names TypeScript's parser");
  mkdirSync(dirname(kept), { recursive: true });
  writeFileSync(`${kept}.${process.pid}`, parser);
  renameSync(`${kept}.${process.pid}`, kept);
  return parser;
}

/** The sources that name anything of TypeScript's parser. */
function programThatParses() {
  return ["src/compile", "src/pull", "src/queries"]
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .map((file) => readFileSync(join(folder, file), "utf8")),
    )
    .join("\n");
}

/** The sources that ask what a node is, and have no need of a parser: those that import syntax.ts. */
function readersOfPlain() {
  return readdirSync("src/compile", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join("src/compile", file), "utf8"))
    .filter((text) => /^import \{ ts \} from ".*\/syntax\.ts";$/m.test(text))
    .join("\n");
}

// Whether TypeScript's parser, cut out by parser.js, still reads as the whole does: the build stops where it does not.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ts as whole } from "ts-morph";

/** Loads the parser, reads all texts with both, and throws an error that names the first one that differs. */
export async function checkParser(parser, texts) {
  const folder = mkdtempSync(join(tmpdir(), "trueup-parser-"));
  try {
    const file = join(folder, "parser.mjs");
    writeFileSync(file, parser);
    const cut = await import(pathToFileURL(file).href).catch((error) => {
      throw broken(`the cut parser does not load: ${error.message}`);
    });
    for (const text of texts) {
      const [made, expected] = [attempt(cut, text), drawn(whole, text)];
      if (made === expected) continue;
      const lines = expected.split("\n");
      const at = made.split("\n").findIndex((line, at) => line !== lines[at]);
      throw broken(
        `it reads ${JSON.stringify(text.slice(0, 60))}… as "${made.split("\n")[at]}" where TypeScript reads "${lines[at]}"`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function attempt(cut, text) {
  try {
    return drawn(cut, text);
  } catch (error) {
    throw broken(`it fails: ${error.message}`);
  }
}

function broken(what) {
  return new Error(
    `scripts/parser.js cuts TypeScript ${whole.version} out of ts-morph wrongly: ${what}. ` +
      "See docs/decisions/the-parser-alone.md for what it relies on.",
  );
}

/** A tree as text: every node with its place, and what the parser complains about. */
function drawn(ts, text) {
  const options = { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
  const source = ts.createSourceFile("a.ts", text, options, false, ts.ScriptKind.TS);
  const lines = [];
  const draw = (node, depth) => {
    const word = "text" in node && node !== source ? String(node.text) : "";
    const place = `${node.pos} ${node.getStart(source)} ${node.end} ${node.getText(source).length}`;
    lines.push(`${"  ".repeat(depth)}${ts.SyntaxKind[node.kind]} ${place} ${word}`);
    ts.forEachChild(node, (child) => draw(child, depth + 1));
  };
  draw(source, 0);
  const found = (source.parseDiagnostics ?? []).map((each) => [each.start, each.length, each.messageText]);
  return `${lines.join("\n")}\n${JSON.stringify(found)}`;
}

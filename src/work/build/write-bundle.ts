import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Bundle } from "../../start/bundle.ts";

export type BundleLanguage = "ts" | "js" | "cjs" | "json";

/** By the extension of the file, and for `.js` by what Node reads it as there; null if it is none of these. */
export function bundleLanguage(file: string): BundleLanguage | null {
  const [, ending] = /\.([cm]?[tj]s|json)$/.exec(file) ?? [];
  switch (ending) {
    case "ts":
    case "mts":
    case "cts":
      return "ts";
    case "js":
      return isModule(dirname(file)) ? "js" : "cjs";
    case "mjs":
      return "js";
    case "cjs":
    case "json":
      return ending;
    default:
      return null;
  }
}

/** As the closest package.json says. Where there is none, Node goes by what is in the file. */
function isModule(folder: string): boolean {
  const file = join(folder, "package.json");
  if (existsSync(file)) return /"type"\s*:\s*"module"/.test(readFileSync(file, "utf8"));
  return dirname(folder) === folder || isModule(dirname(folder));
}

const head = "// Written by trueup build. Edit the declarations and build again.";

/** The same bundle gives the same bytes. */
export function writeBundle(bundle: Bundle, language: BundleLanguage): string {
  const json = JSON.stringify(bundle, null, 2);
  switch (language) {
    case "json":
      return `${json}\n`;
    case "cjs":
      return `${head}\n/** @type {import("trueup/start").Bundle} */\nexports.bundle = ${json};\n`;
    case "js":
      return `${head}\n/** @type {import("trueup/start").Bundle} */\nexport const bundle = ${json};\n\nexport default bundle;\n`;
    default:
      return `${head}\nimport type { Bundle } from "trueup/start";\n\nexport const bundle = ${json} satisfies Bundle;\n\nexport default bundle;\n`;
  }
}

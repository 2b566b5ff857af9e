import type { Bundle } from "../../start/bundle.ts";

export type BundleLanguage = "ts" | "js" | "json";

/** By the name of the file; null if it is none of them. */
export function bundleLanguage(file: string): BundleLanguage | null {
  const [, ending] = /\.[cm]?(ts|js|json)$/.exec(file) ?? [];
  return ending === "ts" || ending === "js" || ending === "json" ? ending : null;
}

const head = "// Written by trueup build. Edit the declarations and build again.";

/** The same bundle gives the same bytes. */
export function writeBundle(bundle: Bundle, language: BundleLanguage): string {
  const json = JSON.stringify(bundle, null, 2);
  switch (language) {
    case "json":
      return `${json}\n`;
    case "js":
      return `${head}\n/** @type {import("trueup/start").Bundle} */\nexport const bundle = ${json};\n\nexport default bundle;\n`;
    default:
      return `${head}\nimport type { Bundle } from "trueup/start";\n\nexport const bundle = ${json} satisfies Bundle;\n\nexport default bundle;\n`;
  }
}

import { createHash } from "node:crypto";
import { type Markup, html, scriptData, trusted } from "./markup.ts";
import { pageStyle } from "./page-style.ts";

export interface Page {
  readonly title: string;
  readonly style: string;
  readonly body: Markup;
  /** Runs when the page has loaded; it finds `data` in the element `tu-data`. */
  readonly script: string;
  readonly data: unknown;
}

/**
 * One file that needs nothing else: no network, no second file, so it can be mailed and opens from a disk.
 * Its policy names the only script that may run, by hash. A name that slipped through escaping would still be dead.
 */
export function page(parts: Page): string {
  const script = `\n${parts.script}\n`;
  const hash = createHash("sha256").update(script).digest("base64");
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="trueup">
<title>${parts.title}</title>
<style>${trusted(pageStyle)}${trusted(parts.style)}</style>
</head>
<body>
${parts.body}
<script type="application/json" id="tu-data">${scriptData(parts.data)}</script>
<script>${trusted(script)}</script>
</body>
</html>
`.markup;
}

/** Switches between light and dark; until it is used, a page follows the system. */
export const themeButton = trusted(
  `<button type="button" class="button" id="tu-theme" aria-pressed="false" title="Light or dark (t)"><span aria-hidden="true">◐</span> <span class="wide">Theme</span></button>`,
);

/** Shared by all pages. A page opened from disk may have no storage; the choice then lasts as long as the page. */
export const themeScript = `
const root = document.documentElement;
const themeButton = document.getElementById("tu-theme");
const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
const setTheme = (name) => { root.dataset.theme = name; themeButton.setAttribute("aria-pressed", String(name === "dark")); };
try { const kept = localStorage.getItem("trueup-theme"); if (kept === "dark" || kept === "light") setTheme(kept); } catch {}
const turn = () => { const name = isDark() ? "light" : "dark"; setTheme(name); try { localStorage.setItem("trueup-theme", name); } catch {} };
themeButton.addEventListener("click", turn);
const typing = (event) => event.target.closest("input, textarea, select") !== null;
addEventListener("keydown", (event) => { if (event.key === "t" && !typing(event) && !event.ctrlKey && !event.metaKey && !event.altKey) turn(); });
`;

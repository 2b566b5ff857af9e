// The pages of docs/ as the site shows them: in which order, under which heading, and under which title.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "..");
const docs = join(root, "docs");

/** For those who change trueup, and not for those who use it. */
const inside = /^decisions\//;

export const groups = {
  Guide: [
    "guide/start",
    "guide/your-schema",
    "guide/drizzle",
    "guide/develop",
    "guide/change",
    "guide/queries",
    "guide/undo",
    "guide/database-first",
    "guide/pictures",
  ],
  "In production": [
    "guide/production",
    "guide/ci",
    "guide/docker",
    "guide/d1",
    "guide/fleets",
    "guide/agents",
    "guide/systems",
  ],
  "In an application": ["guide/in-an-application", "guide/releases"],
  Reference: [
    "reference/vocabulary",
    "reference/commands",
    "reference/config",
    "reference/ssh",
    "reference/plan-file",
    "reference/codes",
    "reference/json",
    "reference/api",
    "reference/engines",
  ],
  "Step by step": [
    "workflows/README",
    "workflows/new-project",
    "workflows/database-first",
    "workflows/direct-script",
    "workflows/revisions",
    "workflows/team",
  ],
  "Coming from": [
    "coming-from/alembic",
    "coming-from/drizzle-kit",
    "coming-from/prisma-migrate",
    "coming-from/atlas",
    "coming-from/shell-scripts",
  ],
  "What to expect": ["reliability", "performance", "scale", "pictures/plan", "pictures/schema", "changes"],
};

function titleOf(text) {
  return /^# +(.+)$/m.exec(text)?.[1]?.replaceAll("`", "") ?? "";
}

export function sidebar(folder) {
  return Object.entries(groups).map(([text, pages]) => ({
    text,
    collapsed: false,
    items: pages.map((page) => ({
      text: titleOf(readFileSync(join(folder, `${page}.md`), "utf8")),
      link: `/${page.replace(/README$/, "")}`,
    })),
  }));
}

/** Links of README.md and CHANGELOG.md, which stand above docs/. */
function fromAbove(text) {
  return text.replaceAll("](docs/", "](").replaceAll('src="docs/', 'src="');
}

/** A fence says more than its language where the tests run it: `sh setup=none`. */
function onlyLanguages(text) {
  return text.replace(/^(```\w+) .*$/gm, "$1");
}

/** Puts the pages into a folder, and what they link to beside them: pictures, plans, workflows. */
export function collect(folder) {
  rmSync(folder, { recursive: true, force: true });
  const put = (name, text) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), onlyLanguages(text).replaceAll("](../../action.yml)", "](../action.yml)"));
  };
  for (const file of readdirSync(docs, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const from = join(file.parentPath, file.name);
    const name = from.slice(docs.length + 1).replaceAll("\\", "/");
    if (inside.test(name)) continue;
    if (name.endsWith(".md")) put(name, readFileSync(from, "utf8"));
    else cpSync(from, join(folder, "public", name));
    // What a page shows is looked for beside it, and what it links to among the files that stay as they are.
    if (name.endsWith(".svg")) cpSync(from, join(folder, name));
  }
  cpSync(join(root, "action.yml"), join(folder, "public", "action.yml"));
  put("index.md", fromAbove(readFileSync(join(root, "README.md"), "utf8")));
  put("changes.md", fromAbove(readFileSync(join(root, "CHANGELOG.md"), "utf8")));
  const known = new Set(["index", ...Object.values(groups).flat()]);
  const pages = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => name.slice(0, -3).replaceAll("\\", "/"));
  const missing = pages.filter((page) => !known.has(page));
  if (missing.length > 0) throw new Error(`site/pages.js does not say where these stand: ${missing.join(", ")}`);
}

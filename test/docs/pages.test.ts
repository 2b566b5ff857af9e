import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "libsql";
import t from "tap";
import { parseArgv } from "../../src/cli/argv.ts";
import { bin, built, command, root, shell } from "../cli/run.ts";
import { temporaryFolder } from "../kit/database.ts";
import { blocks, inlineCommands, parts, script, words } from "./page.ts";

t.setTimeout(900_000);
built();

const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md") && !file.startsWith("pictures"))
    .map((file) => join("docs", file)),
].sort();

/** The database that the pages speak of. */
const app = `
CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE tune (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  rhythm TEXT,
  mood TEXT,
  genre TEXT REFERENCES genre (id) ON DELETE SET NULL
);
CREATE INDEX tune_by_genre ON tune (genre);
CREATE VIEW practice_list AS SELECT t.title, g.name AS genre FROM tune t LEFT JOIN genre g ON g.id = t.genre;
INSERT INTO genre VALUES ('irish', 'Irish'), ('swedish', 'Swedish');
INSERT INTO tune (title, rhythm, mood, genre) VALUES
  ('The Silver Spear', 'reel', 'bright', 'irish'), ('Out on the Ocean', 'jig', NULL, 'irish'), ('Äppelbo gånglåt', NULL, 'calm', 'swedish');
`;

const setups: Readonly<Record<string, (folder: string) => void>> = {
  empty: () => {},
  app: (folder) => {
    const database = new Database(join(folder, "app.db"));
    database.exec(app);
    database.close();
  },
};

for (const page of pages) {
  const text = readFileSync(join(root, page), "utf8");
  t.test(`what ${page} shows can be typed`, async (t) => {
    const lines = blocks(text).flatMap((block) => (block.kind === "sh" ? block.text.split("\n") : []));
    for (const line of [...inlineCommands(text), ...lines.filter((line) => line.startsWith("trueup "))]) {
      const parsed = parseArgv(
        words(line)
          .slice(1)
          .filter((word) => word !== "…" && word !== "COMMAND"),
      );
      const wrong = parsed.ok ? [] : parsed.problems.filter(({ code }) => !/^missing-(argument|value)$/.test(code));
      t.strictSame(
        wrong.map(({ message }) => message),
        [],
        line,
      );
    }
  });

  // Those are run by test/workflows, with databases of their own and checks between the blocks.
  if (page.startsWith(join("docs", "workflows"))) continue;
  if (!blocks(text).some((block) => block.kind === "sh")) continue;
  t.test(`${page} runs from its first block to its last`, async (t) => {
    const folder = temporaryFolder(t);
    mkdirSync(join(folder, "bin"));
    symlinkSync(bin, join(folder, "bin", "trueup"));
    const env = { PATH: `${join(folder, "bin")}:${process.env.PATH}` };
    let cwd = "";
    const enter = (name: string): void => {
      cwd = join(folder, `${name}-${Math.abs(cwd.length)}`);
      mkdirSync(join(cwd, "node_modules"), { recursive: true });
      symlinkSync(root, join(cwd, "node_modules", "trueup"));
      setups[name]?.(cwd);
    };
    for (const block of blocks(text)) {
      if (block.kind === "sh" && block.setup === "none") continue;
      if (cwd === "" || (block.kind === "sh" && block.setup !== null)) {
        enter(block.kind === "sh" ? (block.setup ?? "app") : "app");
      }
      if (block.kind === "file") {
        mkdirSync(dirname(join(cwd, block.path)), { recursive: true });
        writeFileSync(join(cwd, block.path), `${block.text}\n`);
        continue;
      }
      for (const part of parts(block.text)) {
        const expected = part.kind === "trueup" ? part.exit : 0;
        const { exit, out, err } =
          part.kind === "trueup" ? await command({ cwd, env }, ...part.args) : shell({ cwd, env }, script(part.text));
        if (exit === expected) t.pass(`${page}:${block.line}`);
        else t.fail(`${page}:${block.line} ended with ${exit}\n${out}\n${err}`);
      }
    }
  });
}

t.test("links lead somewhere", async (t) => {
  for (const page of pages) {
    for (const [, target = "", heading] of prose(page).matchAll(/\]\(([^)#\s]*)(?:#([^)]*))?\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const to = target === "" ? page : join(dirname(page), target);
      t.ok(exists(join(root, to)), `${page} → ${target}`);
      if (heading === undefined || !to.endsWith(".md")) continue;
      t.ok(headings(to).has(heading), `${page} → ${target}#${heading}`);
    }
  }
});

function prose(page: string): string {
  return readFileSync(join(root, page), "utf8").replace(/^```[\s\S]*?^```/gm, "");
}

/** The names that GitHub gives to the headings of a page. */
function headings(page: string): ReadonlySet<string> {
  const titles = [...prose(page).matchAll(/^#+ +(.+)$/gm)].map(([, title = ""]) => title);
  return new Set(
    titles.map((title) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_ -]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

function exists(path: string): boolean {
  try {
    readdirSync(path);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOTDIR";
  }
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Made } from "./init.ts";
import { writeFile } from "./write-file.ts";

const start = "<!-- trueup: written by `trueup init --agents`, which keeps this part up to date -->";
const end = "<!-- /trueup -->";

/** Where agents look for skills: the folder that many share, and Claude Code's own if it exists. */
export const skillFile = ".agents/skills/trueup/SKILL.md";
const others = [{ folder: ".claude", file: ".claude/skills/trueup/SKILL.md" }];

const head = `---
name: trueup
description: How to change the SQLite or libSQL schema of this project with trueup. Use for any change of tables, columns, indexes, views or triggers, for migrations, and before running anything that touches a database.
---
`;

export interface AgentsTexts {
  readonly section: string;
  readonly skill: string;
}

/** Writes what agents read. Text outside of the markers stays as it is. */
export function writeAgentsFiles(folder: string, { section, skill }: AgentsTexts): readonly Made[] {
  const skills = [skillFile, ...others.filter((each) => existsSync(join(folder, each.folder))).map(({ file }) => file)];
  return [part(folder, "AGENTS.md", section, ""), ...skills.map((file) => part(folder, file, skill, head))];
}

function part(folder: string, file: string, text: string, above: string): Made {
  const path = join(folder, file);
  const before = existsSync(path) ? readFileSync(path, "utf8") : null;
  const wanted = `${start}\n\n${text.trim()}\n\n${end}`;
  const after = before === null ? `${above}${wanted}\n` : replaced(before, wanted);
  if (after === before) return { file, state: "kept" };
  writeFile(path, after);
  return { file, state: before === null ? "written" : "extended" };
}

/** With the line ends of the file. */
function replaced(before: string, wanted: string): string {
  const lines = before.includes("\r\n") ? wanted.replaceAll("\n", "\r\n") : wanted;
  const [from, to] = [before.indexOf("<!-- trueup"), before.indexOf(end)];
  if (from >= 0 && to > from) return before.slice(0, from) + lines + before.slice(to + end.length);
  const line = lines === wanted ? "\n" : "\r\n";
  const gap = before === "" ? "" : before.endsWith("\n") ? line : line + line;
  return `${before}${gap}${lines}${line}`;
}

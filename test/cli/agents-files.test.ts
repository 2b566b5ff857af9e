import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { agentsSection, skillText } from "../../src/cli/agents-text.ts";
import { parseArgv } from "../../src/cli/argv.ts";
import { exitTexts } from "../../src/cli/exit-codes.ts";
import { referencePage } from "../../src/cli/reference-page.ts";
import { commands } from "../../src/cli/spec/commands.ts";
import { skillFile } from "../../src/work/agents-files.ts";
import { temporaryFolder } from "../kit/database.ts";
import { built, root, command } from "./run.ts";

t.before(built);
t.setTimeout(900_000);

const section = agentsSection(skillFile);
const skill = skillText(referencePage("vocabulary"));

t.test("it is short, and contains every exit code, command and word", async (t) => {
  t.ok(section.split("\n").length < 50, "AGENTS.md is read with every request");
  t.ok(skill.split("\n").length < 400, `${skill.split("\n").length} lines are one page`);
  for (const [code, text] of Object.entries(exitTexts)) {
    t.match(section, `| ${code} | ${text} |`);
    t.match(skill, `| ${code} | ${text} |`);
  }
  for (const { name } of commands) t.match(skill, new RegExp(`\`trueup ${name}[ \`]`), name);
  const exported = readFileSync(join(root, "src", "index.ts"), "utf8").matchAll(/^export \{ (.*) \} from/gm);
  const words = [...exported].flatMap(([, names = ""]) =>
    names.split(", ").filter((name) => !name.startsWith("type ")),
  );
  const ofConfiguration = ["defineConfig", "env"];
  for (const word of words.filter((each) => !ofConfiguration.includes(each)))
    t.match(skill, new RegExp(`\\b${word}\\b`), word);
});

t.test("every command line in it can be typed", async (t) => {
  for (const [, line = ""] of `${section}\n${skill}`.matchAll(/`(trueup [a-z][^`[…]*)`/g)) {
    const parsed = parseArgv(line.trim().split(/\s+/).slice(1));
    t.ok(parsed.ok, line);
  }
});

t.test("existing files keep their text, and a second run changes nothing", async (t) => {
  const cwd = temporaryFolder(t);
  const agents = join(cwd, "AGENTS.md");
  writeFileSync(agents, "# This project\r\n\r\nUse npm.");
  mkdirSync(join(cwd, ".claude"));
  const first = await command({ cwd }, "init", "--agents", "--json");
  t.match(JSON.parse(first.out), {
    files: [
      { file: "AGENTS.md", state: "extended" },
      { file: skillFile, state: "written" },
      { file: ".claude/skills/trueup/SKILL.md", state: "written" },
    ],
  });
  const text = readFileSync(agents, "utf8");
  t.match(text, /^# This project\r\n\r\nUse npm\.\r\n\r\n<!-- trueup/);
  t.match(readFileSync(join(cwd, skillFile), "utf8"), /^---\nname: trueup\ndescription: .+\n---\n/);
  t.notOk(existsSync(join(cwd, "trueup.config.ts")), "nothing else is begun");
  t.match(JSON.parse((await command({ cwd }, "init", "--agents", "--json")).out), {
    files: [{ state: "kept" }, { state: "kept" }, { state: "kept" }],
  });
  writeFileSync(agents, `${text.replace("## The database schema", "## Of an older version")}\r\nMore.\r\n`);
  await command({ cwd }, "init", "--agents");
  t.equal(readFileSync(agents, "utf8"), `${text}\r\nMore.\r\n`);
});

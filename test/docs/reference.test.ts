import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { codes } from "../../src/work/codes.ts";
import { parseArgv } from "../../src/cli/argv.ts";
import { shapes } from "../../src/cli/json.ts";
import { commands } from "../../src/cli/spec/commands.ts";
import { codesPage, commandsPage, jsonPage } from "./reference.ts";

const root = join(import.meta.dirname, "..", "..");
const folder = join(root, "docs", "reference");

for (const [file, make] of [
  ["commands.md", commandsPage],
  ["codes.md", codesPage],
  ["json.md", jsonPage],
] as const) {
  t.test(`docs/reference/${file} matches the program`, async (t) => {
    const made = make();
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(join(folder, file), made);
    t.equal(readFileSync(join(folder, file), "utf8"), made, "npm run golden rewrites it");
  });
}

t.test("each code has a title and a text that helps", async (t) => {
  for (const [code, { title, text }] of Object.entries(codes)) {
    t.match(code, /^[a-z0-9]+(-[a-z0-9]+)*$/, `${code} is in kebab-case`);
    t.ok(title.length > 10 && !title.endsWith("."), `${code} has a title`);
    t.ok(text.length > 40, `${code} has a text`);
    for (const part of text.split("\n\n")) {
      const lines = part.split("\n");
      t.ok(new Set(lines.map((line) => line.startsWith("  "))).size === 1, `${code}: an example stands by itself`);
    }
  }
});

t.test("whatever a command prints with --json has its shape in the reference", async (t) => {
  const keys = Object.keys(shapes).flatMap((key) => [key, key.split(",")[0], ...key.split(", ")]);
  const spec = join(root, "src", "cli", "spec");
  const words = readdirSync(spec).map((file) => readFileSync(join(spec, file), "utf8"));
  const found = [...words.join("\n").matchAll(/CommandSpec = \{\n {2}name: "(.+)",[^]*?commands\/(.+\.ts)"/g)];
  t.equal(found.length, commands.length);
  for (const [, name = "", file = ""] of found) {
    const source = readFileSync(join(root, "src", "cli", "commands", file), "utf8");
    if (/\bdocument\(/.test(source)) t.ok(keys.includes(name), name);
  }
});

t.test("the commands in the texts of codes can be typed", async (t) => {
  for (const [code, { text }] of Object.entries(codes)) {
    const quoted = [...text.matchAll(/[`"](trueup [a-z][^`"]*)[`"]/g)].map((match) => match[1] ?? "");
    for (const typed of [...quoted, ...(text.match(/^ {2}trueup .*$/gm) ?? [])]) {
      const word = typed.trim().split(" ")[1] ?? "";
      t.ok(/^(applies|COMMAND)$/.test(word) || commands.some(({ name }) => name === word), `${code}: ${typed}`);
    }
  }
});

t.test("the example of a code is a code", async (t) => {
  for (const { examples } of commands) {
    for (const [typed] of examples) {
      const code = /^trueup explain (\S+)/.exec(typed)?.[1];
      if (code !== undefined) t.ok(Object.hasOwn(codes, code), typed);
    }
  }
});

t.test("each example of a command can be typed", async (t) => {
  for (const command of commands) {
    for (const [typed] of command.examples) {
      const words = (typed.replace(/ >>? .*$/, "").match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ""));
      const parsed = parseArgv(words.slice(1));
      t.ok(parsed.ok, `${typed} ${parsed.ok ? "" : parsed.problems.map((each) => each.message).join()}`);
      if (parsed.ok) t.equal(parsed.value.command?.name, command.name);
    }
  }
});

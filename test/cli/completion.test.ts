import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { commands } from "../../src/cli/spec/commands.ts";
import { bin, built, has, shell, trueup } from "./run.ts";

t.setTimeout(900_000);
built();
chmodSync(bin, 0o755);

const config = `export default { targets: { dev: "file:app.db", prod: "libsql://db.example.com" } };\n`;
const schema = `import { integer, table, text } from "trueup";
export const tune = table({ id: integer().primaryKey(), title: text() });
`;

/** What a shell offers for a line that is being typed, sorted. */
type Offers = (line: string) => readonly string[];

/** bash gives a function what was typed as words, split at `=` too. */
function inBash(at: { cwd: string; env: Record<string, string> }): Offers {
  writeFileSync(join(at.cwd, "trueup.bash"), trueup(at, "completion", "bash").out);
  return (line) => {
    const words = line.split(/ |(?==)|(?<==)/).map((word) => `'${word}'`);
    const script = `source trueup.bash; COMP_WORDS=(${words.join(" ")}); COMP_CWORD=${words.length - 1}; _trueup; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return sorted(shell(at, script).out);
  };
}

/** zsh completes only in a terminal, so it gets one. Whatever its own system is about to show is printed instead. */
const driver = `zmodload zsh/zpty
zpty z zsh -f -i
say() { zpty -w z "$1" }
say 'PROMPT='
say "fpath=($1 \\$fpath); autoload -U compinit; compinit -u -D"
say 'compprefuncs=(opened); comppostfuncs=(closed); opened() { print -r -- "<<<" }; closed() { print -r -- ">>>"; exit }'
say 'compadd() { if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi; local hit; local -a hits; builtin compadd -A hits "$@"; for hit in $hits; do print -r -- "$hit"; done; }'
say 'bindkey "^I" complete-word; print REA""DY'
while zpty -r z out; do [[ $out == *READY* ]] && break; done
zpty -w -n z "$2"$'\\t'
while zpty -r z out; do all+="$out"; [[ $all == *'>>>'* ]] && break; done
print -r -- \${\${all#*<<<}%%>>>*}
`;

function inZsh(at: { cwd: string; env: Record<string, string> }): Offers {
  const folder = join(at.cwd, "fpath");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "_trueup"), trueup(at, "completion", "zsh").out);
  writeFileSync(join(folder, "driver.zsh"), driver);
  return (line) => sorted(shell(at, `timeout 20 zsh -f fpath/driver.zsh "$PWD/fpath" '${line}'`).out);
}

function inFish(at: { cwd: string; env: Record<string, string> }): Offers {
  writeFileSync(join(at.cwd, "trueup.fish"), trueup(at, "completion", "fish").out);
  return (line) => sorted(shell(at, `fish --no-config -c 'source trueup.fish; complete -C "${line}"'`).out);
}

function sorted(out: string): readonly string[] {
  const words = out.split(/\r?\n/).map((line) => line.replace(/\t.*/, "").replaceAll("\\", "").trim());
  return words.filter((word) => word !== "").sort();
}

const beginning = (start: string) =>
  commands
    .map(({ name }) => name)
    .filter((name) => name.startsWith(start))
    .sort();

for (const [name, of] of [
  ["bash", inBash],
  ["zsh", inZsh],
  ["fish", inFish],
] as const) {
  t.test(`${name} completes what is typed`, { skip: has(name) ? false : `no ${name} here` }, async (t) => {
    const folder = t.testdir({
      bin: {},
      "trueup.config.ts": config,
      schema: { "tune.ts": schema },
      plans: { "add-tempo.plan.sql": "" },
      "my file.db": "",
    });
    symlinkSync(bin, join(folder, "bin", "trueup"));
    const at = { cwd: folder, env: { PATH: `${join(folder, "bin")}:${process.env.PATH}` } };
    const offers = of(at);
    t.strictSame(offers("trueup re"), beginning("re"), "commands");
    t.ok(offers("trueup plan --re").includes("--rebase"), "options");
    t.strictSame(offers("trueup draw --format "), ["html", "mermaid", "svg"], "what an option can be");
    t.match(offers("trueup plan --format=ma"), [/markdown$/], "behind an equals sign too");
    t.ok(offers("trueup plan d").includes("dev"), "targets");
    t.ok(offers("trueup plan --json pr").includes("prod"), "behind a flag");
    t.ok(offers("trueup plan m").includes("my file.db"), "files");
    t.ok(offers("trueup apply p").includes("plans/add-tempo.plan.sql"), "plans");
    t.strictSame(offers("trueup rename tune.t"), ["tune.title"], "what is declared");
    t.ok(offers("trueup explain unknown-c").includes("unknown-command"), "codes");
    t.strictSame(offers("trueup apply --because "), [], "a reason is nobody's to guess");
  });

  t.test(`${name} finds the program of the project`, { skip: has(name) ? false : `no ${name} here` }, async (t) => {
    const folder = t.testdir({ "package.json": "{}", node_modules: { ".bin": {} } });
    symlinkSync(bin, join(folder, "node_modules", ".bin", "trueup"));
    const offers = of({ cwd: folder, env: { PATH: process.env.PATH ?? "" } });
    t.strictSame(offers("trueup re"), beginning("re"));
  });
}

t.test("completion says nothing about a broken project", async (t) => {
  const folder = t.testdir({ "trueup.config.ts": "export default nonsense(" });
  const { exit, out, err } = trueup({ cwd: folder }, "completion", "--", "candidates", "plan", "");
  t.strictSame([exit, out, err], [0, ":files\n", ""]);
});

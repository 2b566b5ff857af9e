import { displayWidth, hang, oneLine, padEnd } from "../../report/width.ts";
import { unwrap } from "../../work/context.ts";
import { doctor, type Finding } from "../../work/doctor.ts";
import { type Exit, exits } from "../exit-codes.ts";
import { document } from "../json-out.ts";
import type { Shell } from "../shell.ts";
import { version } from "../version.ts";

type Told = Pick<Finding, "about" | "ok" | "text">;

export async function run(shell: Shell): Promise<Exit> {
  const { args, cwd, env, options, tell: hear, signal } = shell;
  const [config, schema] = [options.text("config"), options.text("schema")];
  const found = unwrap(await doctor({ target: args[0], cwd, env, config, schema, tell: hear, signal }));
  if (!shell.json) for (const { problems } of found) shell.out.problems(problems, shell.sources);
  tell(shell, [...aboutProcess(shell), ...found]);
  return found.every((finding) => finding.ok) ? exits.done : exits.failed;
}

function aboutProcess({ out, prompt }: Shell): readonly Told[] {
  const { terminal, width, color } = out.messages;
  const questions = `questions ${prompt.possible ? "are asked" : "become errors"}`;
  const terminalText = `${terminal ? `${width} columns` : "none"}, ${color ? "colour" : "no colour"}, ${questions}`;
  return [
    { about: "trueup", ok: true, text: `${version} on Node ${process.version}, ${process.platform} ${process.arch}` },
    { about: "terminal", ok: true, text: terminalText },
  ];
}

function tell(shell: Shell, found: readonly Told[]): void {
  const findings = found.map(({ about, ok, text }) => ({ about, ok, text }));
  if (shell.json) {
    const exit = findings.every((finding) => finding.ok) ? exits.done : exits.failed;
    shell.out.print(document(shell, exit, { findings }));
    return;
  }
  const { style, width } = shell.out.data;
  const room = Math.max(...findings.map((finding) => displayWidth(oneLine(finding.about))));
  for (const { about, ok, text } of findings) {
    const lead = `${ok ? style.good("ok ") : style.error("bad")}  ${padEnd(oneLine(about), room)}  `;
    shell.out.print(hang(lead, oneLine(text), width));
  }
}

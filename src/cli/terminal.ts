import { isAbsolute } from "node:path";
import type { Problem } from "../problem/problem.ts";
import { renderProblems } from "../report/problem.ts";
import { annotations } from "../report/problem-machine.ts";
import { styleFor } from "../report/style.ts";
import { fit, tame } from "../report/width.ts";
import { shownFrom } from "../work/shown-from.ts";
import { withFiles } from "../work/with-files.ts";
import { agentIn } from "../work/surroundings.ts";
import { widthOf, type Look, type Output, wantsColor, widest } from "./output.ts";

type Env = Readonly<Record<string, string | undefined>>;

interface Settings {
  readonly cwd: string;
  readonly env: Env;
  readonly output: NodeJS.WriteStream;
  readonly messages: NodeJS.WriteStream;
  readonly color: string | undefined;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

function look(stream: NodeJS.WriteStream, { env, color, quiet }: Settings): Look {
  const terminal = stream.isTTY === true;
  // An agent reads text: colours are noise there, and lines that are wrapped for a screen are harder to search.
  const agent = agentIn(env) !== null;
  const colored = wantsColor(color, env, terminal && !agent);
  const redraws = terminal && !quiet && !agent && env.TERM !== "dumb";
  const width = agent ? widest : widthOf(stream, env);
  return { style: styleFor(colored), color: colored, width, terminal, redraws };
}

/** Two streams as an Output. */
export function terminal(settings: Settings): Output {
  const { cwd, env, quiet, verbose } = settings;
  const data = look(settings.output, settings);
  const messages = look(settings.messages, settings);
  let standing = false;
  // If both streams are the same terminal, messages are separated from the result.
  const together = data.terminal && messages.terminal;
  let result = false;
  const line = (stream: NodeJS.WriteStream, text: string): void => {
    if (standing) settings.messages.write("\r\u001b[K");
    standing = false;
    // Output to a pipe or a file is unchanged; on a terminal, no name from a database may rewrite the screen.
    const safe = stream.isTTY === true ? tame(text) : text;
    stream.write(safe.endsWith("\n") ? safe : `${safe}\n`);
  };
  const shown = (file: string): string => shownFrom(cwd, file);
  return {
    data,
    messages,
    print: (text) => {
      line(settings.output, text);
      result = true;
    },
    say: (text) => quiet || line(settings.messages, text),
    raw: (text) => void settings.messages.write(text),
    detail: (text) => verbose && line(settings.messages, messages.style.dim(text)),
    status: (text) => {
      if (!messages.redraws) return;
      settings.messages.write(`\r\u001b[K${text === null ? "" : fit(text, messages.width - 1)}`);
      standing = text !== null;
    },
    problems: (problems, sources = new Map()) => {
      const heard = quiet ? problems.filter((problem) => problem.level === "error") : problems;
      const loud = heard.map((problem) => withShortSubject(problem, cwd));
      if (loud.length === 0) return;
      const all = withFiles(loud, sources);
      if (together && result) line(settings.messages, "");
      line(
        settings.messages,
        renderProblems(loud, all, { color: messages.color, width: messages.width, shown, all: verbose }),
      );
      if (env.GITHUB_ACTIONS === "true") {
        for (const each of annotations(loud, all, (file) => shownFrom(env.GITHUB_WORKSPACE ?? cwd, file))) {
          line(settings.messages, each);
        }
      }
    },
  };
}

/** The file of a problem is named relative to here. */
export function withShortSubject(problem: Problem, cwd: string): Problem {
  return isAbsolute(problem.subject) ? { ...problem, subject: shownFrom(cwd, problem.subject) } : problem;
}

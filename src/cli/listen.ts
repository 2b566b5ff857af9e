import { bytes, plural } from "../words/numbers.ts";
import { type Sources, unreachable } from "../problem/problem.ts";
import { fleetBar } from "../report/fleet.ts";
import { listed } from "../report/number.ts";
import type { Told } from "../work/context.ts";
import { applyProgress } from "./apply-progress.ts";
import type { Output } from "./output.ts";
import type { Shell } from "./shell.ts";

/** Prints what a piece of work says while it runs, and keeps the texts that it read. */
export function listener(shell: Omit<Shell, "tell">): (told: Told) => void {
  const { out, json, sources } = shell;
  const { messages } = out;
  const progress = applyProgress(shell);
  let failed = 0;
  return (told) => {
    switch (told.kind) {
      case "warnings":
        return out.problems(told.problems, sources);
      case "read":
        return keep(sources, told.sources);
      case "kept":
        return told.objects.length === 0 ? undefined : out.say(keptLine(told.by, told.objects));
      case "fetching":
        return out.status(`fetching ${told.target}: ${bytes(told.bytes)} of ${bytes(told.of)}`);
      case "fetched":
        out.status(null);
        return out.detail(`${told.target}: ${bytes(told.bytes)} fetched; ${told.how}`);
      case "looking":
        return bar(out, told.done, told.of, 0);
      case "begins":
        return progress.begin();
      case "apply":
        return progress.tell(told.event);
      case "alive":
        return messages.terminal && !json ? progress.tell(told.event) : undefined;
      case "hook":
        return out.say(messages.style.dim(`${told.which}: ${told.words}`));
      case "hook-output":
        return void process.stderr.write(told.chunk);
      case "database":
        if (told.result.state === "failed" || told.result.state === "refused") failed += 1;
        if (json) return out.print(JSON.stringify({ type: "database", ...told.result }));
        return bar(out, told.done, told.of, failed);
      case "creating": {
        const { target, folder } = told;
        return out.say(`${target} is empty, and no plan of ${folder} begins there: it is created as declared`);
      }
      case "behind":
        return sayBehind(out, told);
      case "reached":
        return out.say(`nothing to do: ${told.target} is at the target of ${told.plan}`);
      default:
        unreachable(told);
    }
  };
}

/** `kept: 3 triggers, 1 virtual table; …` */
function keptLine(by: string, objects: readonly { readonly kind: string }[]): string {
  const kinds = [...new Set(objects.map(({ kind }) => kind))];
  const counted = kinds.map((kind) => plural(objects.filter((each) => each.kind === kind).length, kind));
  return `kept: ${counted.join(", ")}, for which ${by} has no word; a trueup file beside the schema can declare them`;
}

function sayBehind({ say }: Output, { target, plans, instead }: Extract<Told, { kind: "behind" }>): void {
  if (plans.length > 1) say(`${target} is ${plural(plans.length, "plan")} behind: ${plans.join(", ")}`);
  if (instead.length > 0)
    say(`there is another path, by ${listed(instead)}; the fewest plans are taken, then the first by name`);
}

function bar({ messages, status }: Output, done: number, of: number, failed: number): void {
  const { width, style } = messages;
  status(done < of ? fleetBar(done, of, failed, null, { width, style }) : null);
}

function keep(sources: Map<string, string>, read: Sources): void {
  for (const [file, text] of read) sources.set(file, text);
}

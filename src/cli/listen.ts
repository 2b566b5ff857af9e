import { bytes, plural } from "../words/numbers.ts";
import type { Asking } from "../database/heard.ts";
import type { Sources } from "../problem/problem.ts";
import { fleetBar } from "../report/fleet.ts";
import { duration } from "../report/number.ts";
import type { Tell } from "../work/context.ts";
import type { Output } from "./output.ts";

/** Prints what a use case reports while it runs, and keeps the texts that it read. */
export function listener(out: Output, sources: Map<string, string>): Tell {
  const asking = askingProgress(out);
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
      case "asking":
        return asking(told.target, told.asking);
      case "looking":
        return fleetProgress(out, told.done, told.of, 0);
      default:
        // Events of a change are handled by the commands that make one.
        return;
    }
  };
}

/** Milliseconds between signs of life where no terminal shows one. */
export const silence = 30_000;

/** On a terminal a line that counts the seconds; elsewhere a line now and then. */
function askingProgress({ messages, status, say }: Output) {
  let spoken = 0;
  return (target: string, asking: Asking | null): void => {
    if (asking === null) spoken = 0;
    const line = asking && `asking the rows of ${target}, ${duration(asking.milliseconds)}: ${asking.about}`;
    if (messages.redraws) return status(line);
    if (asking === null || asking.milliseconds - spoken < silence) return;
    spoken = asking.milliseconds;
    say(`… ${line}`);
  };
}

/** `kept: 3 triggers, 1 virtual table; …` */
function keptLine(by: string, objects: readonly { readonly kind: string }[]): string {
  const kinds = [...new Set(objects.map(({ kind }) => kind))];
  const counted = kinds.map((kind) => plural(objects.filter((each) => each.kind === kind).length, kind));
  return `kept: ${counted.join(", ")}, which ${by} cannot express; a trueup file beside the schema can declare them`;
}

/** A progress bar for many databases. */
export function fleetProgress({ messages, status }: Output, done: number, of: number, failed: number): void {
  const { width, style } = messages;
  status(done < of ? fleetBar(done, of, failed, null, { width, style }) : null);
}

function keep(sources: Map<string, string>, read: Sources): void {
  for (const [file, text] of read) sources.set(file, text);
}

import { plural } from "../words/numbers.ts";
import { listed } from "../report/number.ts";
import { wrap } from "../report/width.ts";
import type { Tell } from "../work/context.ts";
import type { ToldByChange } from "../work/told.ts";
import { applyProgress } from "./apply-progress.ts";
import { fleetProgress } from "./listen.ts";
import type { Output } from "./output.ts";
import type { Shell } from "./shell.ts";

/** Prints what a change reports while it runs, and everything else like other commands. */
export function changeListener(shell: Shell): Tell {
  const { out, json } = shell;
  const { messages } = out;
  const progress = applyProgress(shell);
  let failed = 0;
  return (told) => {
    switch (told.kind) {
      case "begins":
        return progress.begin();
      case "apply":
        return progress.tell(told.event);
      case "alive":
        return progress.alive(told.event);
      case "hook":
        return out.say(messages.style.dim(`${told.which}: ${told.words}`));
      case "hook-output":
        return out.raw(told.chunk);
      case "database":
        if (told.result.state === "failed" || told.result.state === "refused") failed += 1;
        if (json) return out.print(JSON.stringify({ type: "database", ...told.result }));
        return fleetProgress(out, told.done, told.of, failed);
      case "creating":
        return out.say(
          `${told.target} is empty, and no plan in ${told.folder} starts there: it is created as declared`,
        );
      case "behind":
        return sayBehind(out, told);
      case "there-already":
        return out.say(`nothing to do: ${told.target} matches the declarations`);
      default:
        return shell.tell(told);
    }
  };
}

function sayBehind(
  { messages, say: print }: Output,
  { target, plans, again, instead }: Extract<ToldByChange, { kind: "behind" }>,
): void {
  const say = (text: string): void => wrap(text, messages.width).forEach((line) => void print(line));
  if (again) say(`its rows follow as a change of their own, with its own undo: ${plans.join(", ")}`);
  else if (plans.length > 1) say(`${target} is ${plural(plans.length, "plan")} behind: ${plans.join(", ")}`);
  if (instead.length > 0)
    say(
      `there is another path, through ${listed(instead)}; the path with the fewest plans is taken, then the first by name`,
    );
}

import type { Applied, AppliedPlan, ApplyEvent, ApplyOutcome, SeenCheck } from "../apply/events.ts";
import { steps } from "../plan/kinds.ts";
import { unreachable } from "../problem/problem.ts";
import { commandLine } from "./command-line.ts";
import { bytes, count, plural } from "../words/numbers.ts";
import { duration, short } from "./number.ts";
import type { TextOptions } from "./plan/plan-text.ts";
import type { Style } from "./style.ts";
import { displayWidth, fit, fitMiddle, oneLine, padEnd, padStart, wrap } from "./width.ts";

/** A finished step or check. */
export type Done = Extract<ApplyEvent, { kind: "step" | "check" }>;

/** The two as one, if they are alike: a long list of rows is written, and checked, in many statements. */
export function together(before: Done, next: Done): Done | null {
  if (before.name !== next.name || !isOfRows(next)) return null;
  if (before.kind === "step" && next.kind === "step")
    return { ...next, rows: before.rows === null ? next.rows : before.rows + (next.rows ?? 0) };
  const alike = before.kind === "check" && next.kind === "check" && before.ok && next.ok && before.seen === next.seen;
  return alike ? next : null;
}

function isOfRows(done: Done): boolean {
  return done.kind === "step" ? steps[done.step].object === "rows" : done.check === "rows";
}

/**
 * The line printed for a finished step, or for as many that are alike; null for one that only begins, and for problems,
 * which are printed in a frame of their own.
 */
export function doneLine(event: ApplyEvent, options: TextOptions, times = 1): string | null {
  const { style } = options;
  const tick = style.good("✓");
  switch (event.kind) {
    case "plan":
      return style.bold(`${count(event.n)} of ${count(event.of)}: ${oneLine(event.name ?? "as declared")}`);
    case "locked":
      return event.milliseconds < 100
        ? null
        : `${tick} ${padEnd("lock", 16)} taken after ${duration(event.milliseconds)}`;
    case "backup":
      return backedUp(tick, event, options);
    case "step":
      return numbered(tick, event, [duration(event.milliseconds), ...rows(event.rows), ...all(times, "step")], options);
    case "check":
      return numbered(event.ok ? tick : style.error("✗"), event, [seen(event), ...all(times, "check")], options);
    case "committed":
      return `${tick} ${padEnd("committed", 16)} ${duration(event.milliseconds)}`;
    case "there":
      return `${tick} ${padEnd(event.did, 16)} ${oneLine(event.text)}  ${duration(event.milliseconds)}`;
    case "replica":
      return `replica ${oneLine(event.label)}: ${event.there ? "has the change" : "does not show it yet"}`;
    case "backup-completed":
      return `${tick} ${padEnd("backup", 16)} completed with ${plural(event.pages, "page")} written meanwhile  ${duration(event.milliseconds)}`;
    case "waiting":
    case "backup-progress":
    case "step-started":
    case "verifying":
    case "committing":
    case "note":
      return null;
    default:
      return unreachable(event);
  }
}

function backedUp(tick: string, event: Extract<ApplyEvent, { kind: "backup" }>, options: TextOptions): string {
  const lead = `${tick} ${padEnd("backup", 16)} `;
  const facts = `${bytes(event.bytes)}  ${duration(event.milliseconds)}`;
  const line = `${lead}${oneLine(event.path)}  ${facts}`;
  return displayWidth(line) <= options.width ? line : `${lead}${facts}\n  ${oneLine(event.path)}`;
}

function rows(value: number | null): string[] {
  return value === null ? [] : [plural(value, "row")];
}

function all(times: number, word: string): string[] {
  return times === 1 ? [] : [plural(times, word)];
}

interface Numbered {
  readonly kind: "step" | "check";
  readonly n: number;
  readonly of: number;
  readonly name: string;
}

function numbered(sign: string, event: Numbered, facts: readonly string[], options: TextOptions): string {
  const digits = count(event.of).length;
  const place = `${padStart(count(event.n), digits)}/${count(event.of)}`;
  const name = `${event.kind === "check" ? "check " : ""}${oneLine(event.name)}`;
  const room = Math.max(20, Math.min(48, options.width - place.length - 34));
  const lead = `${sign} ${place} ${padEnd(fitMiddle(name, room), room)}  `;
  const beside = facts.join("  ");
  if (displayWidth(lead + beside) <= options.width) return `${lead}${beside}`.trimEnd();
  const indent = " ".repeat(place.length + 3);
  const under = wrap(beside, Math.max(20, options.width - indent.length)).map((line) => indent + line);
  return [lead.trimEnd(), ...under].join("\n");
}

function seen(check: SeenCheck): string {
  return check.ok
    ? `${oneLine(check.seen)}, as expected`
    : `saw ${oneLine(check.seen)}, expected ${oneLine(check.expected)}`;
}

/** The line that a terminal redraws while something runs; null if nothing is running. */
export function statusLine(event: ApplyEvent, elapsed: number, tick: number, options: TextOptions): string | null {
  const hint = event.kind === "committing" ? "" : "Ctrl-C rolls back";
  const room = options.width - 3;
  const text = underWay(event, elapsed, room - hint.length - 2);
  if (text === null) return null;
  const spinner = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"[tick % 10];
  const gap = room - displayWidth(text) - hint.length;
  const line = gap >= 2 ? `${text}${" ".repeat(gap)}${options.style.dim(hint)}` : fit(text, room);
  return `${options.style.command(spinner ?? "")} ${line}`.trimEnd();
}

/** For logs: a sign of life when there is no terminal. */
export function heartbeat(event: ApplyEvent, elapsed: number): string | null {
  const text = underWay(event, elapsed);
  return text === null ? null : `… ${text}`;
}

/** A name that is too long for `room` is cut in the middle, so that everything beside it is still there. */
function underWay(event: ApplyEvent, elapsed: number, room = Number.POSITIVE_INFINITY): string | null {
  switch (event.kind) {
    case "waiting":
      return `waiting for the write lock: ${duration(event.milliseconds)} of ${duration(event.limit)}`;
    case "backup-progress":
      return `backup: ${bytes(event.bytes)} of ${bytes(event.of)} (${percent(event.bytes, event.of)})`;
    case "step-started": {
      // An estimate stops at 99 %: a bar that runs past its end helps no one.
      const share = event.estimate === null ? "" : `  ${bar(elapsed, event.estimate)} of ${duration(event.estimate)}`;
      const size = event.rows === null || event.rows < 2 ? "" : `  ≤ ${plural(event.rows, "row")}`;
      const [lead, beside] = [`${count(event.n)}/${count(event.of)} `, `  ${duration(elapsed)}${size}${share}`];
      const left = Math.max(20, room - displayWidth(lead + beside));
      return `${lead}${fitMiddle(oneLine(event.name), left)}${beside}`;
    }
    case "verifying":
      return `verifying ${event.what.replaceAll("-", " ")}  ${duration(elapsed)}`;
    case "committing":
      return "committing";
    // A step says when it begins, so what runs after one is a check.
    case "step":
    case "check":
      return event.n < event.of
        ? `${count(event.n + 1)}/${count(event.of)} check  ${duration(elapsed)}`
        : `working  ${duration(elapsed)}`;
    // What is already done says nothing about what is running now.
    case "plan":
    case "there":
    case "replica":
    case "locked":
    case "backup":
    case "backup-completed":
      return `working  ${duration(elapsed)}`;
    case "committed":
    case "note":
      return null;
    default:
      return unreachable(event);
  }
}

/** `█████░░░░░ ~50 %`. It ends at 99 %: a bar must not run past its end. */
function bar(elapsed: number, estimate: number): string {
  const cells = 10;
  const done = Math.min(cells - 1, Math.floor((cells * elapsed) / Math.max(1, estimate)));
  return `${"█".repeat(done)}${"░".repeat(cells - done)} ~${percent(elapsed, estimate)}`;
}

function percent(part: number, whole: number): string {
  return `${Math.max(0, Math.min(99, Math.floor((100 * part) / Math.max(1, whole))))} %`;
}

/** The outcome of an apply. `problem.ts` prints the problems of a refusal; this says what happened to the database. */
export function outcomeText(outcome: ApplyOutcome, options: TextOptions & { readonly command: string }): string {
  const { style } = options;
  const target = oneLine(outcome.target);
  const left = "before" in outcome ? leftAt(outcome.before) : `${target} is as it was`;
  switch (outcome.kind) {
    case "applied":
      return appliedText(outcome, options);
    case "already":
      return `${style.good(`Nothing to do: ${target} is already at the plan's target`)} (${short(outcome.fingerprint)}).\n`;
    case "stale":
    case "no-lock":
      return "before" in outcome ? `Stopped: ${left}.\n` : `Nothing was changed in ${target}.\n`;
    case "failed-check": {
      const bad = outcome.checks.filter((check) => !check.ok).map((check) => checkLine(check, 0, style));
      return [`Rolled back: ${left}.`, ...bad, ""].join("\n");
    }
    case "interrupted":
      return `Interrupted and rolled back: ${left}.\n`;
    case "failed":
      return outcome.state === "unchanged"
        ? `Rolled back: ${left}.\n`
        : `${style.error("It is not known whether the change was committed.")} Before anything else, run:\n  ${style.command(commandLine([options.command, "drift", outcome.target]))}\n`;
    default:
      return unreachable(outcome);
  }
}

/** The state of a database that was left between two plans. */
function leftAt(before: readonly AppliedPlan[] = []): string {
  const last = before.at(-1);
  return `it has the changes of ${oneLine(last?.name ?? "the plan before it")}, and none of those that follow`;
}

function appliedText(done: Applied, options: TextOptions & { readonly command: string }): string {
  const { style, width } = options;
  const blocks: string[][] = [];
  if (done.checks.length > 0) {
    const wide = Math.min(44, Math.max(...done.checks.map((check) => displayWidth(oneLine(check.name)))));
    blocks.push(["Verified before commit", ...checkLines(done.checks, wide, options)]);
  }
  const few = done.backup?.path.endsWith(".changes") ?? false;
  const asLong = "as long as nothing else is written";
  const lost = done.destroyed.map((one) => {
    const size = one.rows === null ? "" : `, ${plural(one.rows, "row")}`;
    return `  ${style.dropped("-")} ${oneLine(one.object)} (${one.rule}${size})`;
  });
  if (lost.length > 0) {
    const kept =
      done.backup === null ? ", and no backup has it" : `, all of it in the backup${few ? ` (${asLong})` : ""}`;
    blocks.push([`${style.dropped("Destroyed")}${kept}`, ...lost]);
  }
  const waited = `writers waited ${duration(done.lockedMilliseconds)}`;
  const all = done.plans.length > 1 ? `${plural(done.plans.length, "plan")} ` : "";
  const head = done.created
    ? `Created ${oneLine(done.target)} in ${duration(done.milliseconds)}: ${short(done.reached)}`
    : `Applied ${all}to ${oneLine(done.target)} in ${duration(done.milliseconds)}; ${waited}. ${short(done.base)} → ${short(done.reached)}`;
  const undo = done.created
    ? ["There was no database before, so there is no backup of one."]
    : done.undo === null
      ? ["No backup was made, so no command can undo this."]
      : [
          `Undo: ${style.command(commandLine([options.command, ...done.undo]))}`,
          style.dim(`      (${few ? asLong : "discards what is written from now on"})`),
        ];
  if (done.there !== undefined) undo.push(...keptThere(done.target, done.there, options));
  blocks.push([...wrap(head, width).map(style.good), ...undo]);
  return blocks.map((block) => `${block.join("\n")}\n`).join("\n");
}

/** The backup on the database's machine, for anyone who does not have the one that is stored here. */
function keptThere(target: string, there: string, { style, command }: TextOptions & { readonly command: string }) {
  return [
    `There: ${oneLine(there)}`,
    `       ${style.dim("from any machine:")} ${style.command(commandLine([command, "undo", target]))}`,
  ];
}

/** The checks of one long list of rows share a line. */
function checkLines(checks: readonly SeenCheck[], wide: number, { style, all }: TextOptions): string[] {
  const lines: { readonly text: string; times: number }[] = [];
  for (const check of checks) {
    const text = checkLine(check, wide, style);
    const last = lines.at(-1);
    if (!all && check.check === "rows" && last?.text === text) last.times += 1;
    else lines.push({ text, times: 1 });
  }
  return lines.map(({ text, times }) => (times === 1 ? text : `${text}  (${plural(times, "check")})`));
}

function checkLine(check: SeenCheck, wide: number, style: Style): string {
  const sign = check.ok ? style.good("✓") : style.error("✗");
  const said = check.ok
    ? oneLine(check.seen).replace(/^fp1o?:[0-9a-f]{64}$/, short)
    : `saw ${oneLine(check.seen)}, expected ${oneLine(check.expected)}`;
  return `  ${sign} ${padEnd(oneLine(check.name), wide)}  ${said}`;
}

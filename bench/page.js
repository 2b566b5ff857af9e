import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { figures } from "./asked.js";
import { line } from "./plot.js";
import { quote } from "./quote.js";
import { originsOf } from "./results.js";
import { writeScale } from "./scale-page.js";

/** docs/performance.md from all that was measured, this time or earlier; and the same summary in the README. */
export function writePage(results, { workloads, growths, into }) {
  const docs = join(into, "docs");
  mkdirSync(join(docs, "performance"), { recursive: true });
  const origins = originsOf(results);
  const found = workloads.flatMap((each) =>
    results[each.name] ? [{ ...each, ...results[each.name], what: results[each.name].what }] : [],
  );
  const grown = growths.flatMap((each) => (results[each.name] ? [{ ...each, ...results[each.name] }] : []));
  writeScale(into, results, origins);
  const short = inShort(found);
  quote(join(into, "README.md"), "speed", short);
  const text = [
    "# Performance",
    "",
    "Written by `npm run bench`. Whole processes, run in turn on one machine; what is quoted are medians, and ratios are",
    "what counts. A floor is a hand-written script that does the least any tool must do, in the same engine. A peer is",
    "timed where it does what was asked; where its result is wrong, the table says what is. Processor time is that of all",
    "processes together. A writer is another process that inserts a row every two milliseconds, into a database with a log",
    "(WAL): how long its longest insert waits, in runs of their own.",
    "",
    origins.usual,
    "",
    "## In short",
    "",
    ...short,
    "",
    "## What was asked, and what was measured",
    "",
    ...summary(found, results),
    ...found.flatMap((part) => table(part, origins.of(part))),
    ...(results.waiting ? waiting(results.waiting, origins.of(results.waiting)) : []),
    ...(results.memory ? memory(results.memory, origins.of(results.memory)) : []),
    "",
    "## How it grows",
    ...grown.flatMap((part) => [...plot(docs, part), ...origins.of(part)]),
    "",
    readFileSync(join(import.meta.dirname, "notes.md"), "utf8"),
  ];
  writeFileSync(join(docs, "performance.md"), text.join("\n"));
}

/** What a change takes with each peer, in ratio to trueup; or what becomes of it. */
function inShort(found) {
  const rows = found.filter(({ ours }) => ours);
  const names = [...new Set(rows.flatMap(({ measured }) => measured.flatMap(({ peer }) => (peer ? [peer] : []))))];
  return [
    `| | trueup | ${names.join(" | ")} |`,
    `|---|---:|${names.map(() => "---:|").join("")}`,
    ...rows.map(({ short, ours, measured, rows }) => {
      const own = measured.find(({ label }) => label === ours);
      const cells = names.map((name) =>
        cell(
          measured.find(({ peer }) => peer === name),
          own,
        ),
      );
      return `| ${short({ rows })} | ${(own.wall / 1000).toFixed(2)} s | ${cells.join(" | ")} |`;
    }),
  ];
}

function cell(found, own) {
  if (found === undefined) return "";
  if (found.failed) return "fails";
  if (found.wrong) return found.wrong.replaceAll(/\d{4,}/g, (digits) => count(Number(digits)));
  return `${(found.wall / own.wall).toFixed(1)}×${found.note ? `, ${found.note}` : ""}`;
}

function summary(found, { memory, waiting }) {
  const rows = found.flatMap((workload) =>
    figures(workload, workload.measured)
      .filter(({ asked }) => asked)
      .map(
        ({ text, asked, value, processor, met }) =>
          `| ${workload.name}: ${text} | ${asked} | ${value} | ${processor} | ${met} |`,
      ),
  );
  const worst = memory && Math.max(...memory.memory.map(([, [few, many]]) => many / few));
  return [
    "| | asked | wall | processor | met |",
    "|---|---|---:|---:|---|",
    ...rows,
    ...(waiting ? locks(waiting) : []),
    ...(worst
      ? [
          `| peak memory, ${count(memory.sizes[1])} rows against ${count(memory.sizes[0])}, the worst command | at most 1.2× | ${worst.toFixed(2)}× | | ${worst <= 1.2 ? "yes" : "no"} |`,
        ]
      : []),
  ];
}

/** What was asked of the lock, where there is a log. */
function locks({ found, size }) {
  const row = (text, most, value, of) =>
    of === null
      ? []
      : [`| ${text} | at most ${most}× | ${(value / of).toFixed(2)}× | | ${value <= most * of ? "yes" : "no"} |`];
  return found
    .filter(({ mode, bare }) => mode === "wal" && bare)
    .flatMap(({ name, change, bare, alone, larger }) => {
      if (name === "w4")
        return row(`the lock: ${change}, against the scan, the ALTER and the commit`, 1.3, alone, bare);
      if (name === "index") return [];
      const more = alone - bare;
      return [
        ...row(`the lock: ${change}, against the statement`, 5, alone, bare),
        `| the same in milliseconds | at most 60 more | ${more.toFixed(0)} more | | ${more <= 60 ? "yes" : "no"} |`,
        ...row(`the lock: ${change}, ${count(size * 10)} rows against ${count(size)}`, 1.5, larger, larger && alone),
      ];
    });
}

function table(workload, origin) {
  const { name, what, measured } = workload;
  const [first] = measured;
  const ratio = (value, of) => (of > 0 ? `${(value / of).toFixed(2)}×` : "");
  const asked = figures(workload, measured);
  const waited = measured.some(({ waits }) => waits);
  const last = (text) => (waited ? ` ${text} |` : "");
  return [
    "",
    `## ${name}: ${what}`,
    ...origin,
    "",
    `| | wall | ratio | processor | ratio | memory |${last("a writer waits")}`,
    `|---|---:|---:|---:|---:|---:|${waited ? "---:|" : ""}`,
    ...measured.map(({ label, wall, cpu, memory, failed, wrong, note, databases, waits }) =>
      failed || wrong
        ? `| ${label} | ${failed ? `fails: ${failed}` : `wrong: ${wrong}`} | | | | |${last("")}`
        : `| ${label}${note ? ` (${note})` : ""} | ${wall.toFixed(0)} ms${databases ? `, ${(databases / (wall / 1000)).toFixed(0)}/s` : ""} | ${ratio(wall, first.wall)} | ${cpu.toFixed(0)} ms | ${ratio(cpu, first.cpu)} | ${memory.toFixed(0)} MB |${last(waits ? wait(waits) : "")}`,
    ),
    ...(asked.length > 0 ? [""] : []),
    ...asked.map(
      ({ text, asked, value, processor, met }) =>
        `- ${text}: ${value}${processor ? ` (processor ${processor})` : ""}${asked ? `; asked: ${asked}, ${met === "yes" ? "met" : met === "no" ? "**missed**" : met}` : ""}.`,
    ),
  ];
}

/** The longest insert beside it, and what became of the others. */
function wait({ longest, refused, lost, failed }) {
  if (failed) return "it fails beside one";
  const worse = [
    refused > 0 ? (refused === 1 ? "1 insert fails" : `${count(refused)} inserts fail`) : "",
    lost > 0 ? (lost === 1 ? "1 insert is lost" : `${count(lost)} inserts are lost`) : "",
  ];
  return [`${longest.toFixed(0)} ms`, ...worse.filter((each) => each !== "")].join(", ");
}

function waiting({ found, size }, origin) {
  const time = (value) => (value === null ? "" : `${value.toFixed(0)} ms`);
  return [
    "",
    `## How long a writer waits, ${count(size)} rows, with a backup`,
    ...origin,
    "",
    "The lock is what apply says of itself. The longest wait is that of an insert of another process, which inserts a row every",
    "two milliseconds. The statements alone are run by hand, in a transaction that is flushed; and once more with a note on",
    "the disk before the commit, without which a change that is committed could lose its undo.",
    "",
    `| | | the statements alone | with a note | the lock | the same, ${count(size * 10)} rows | beside a writer | its longest wait |`,
    "|---|---|---:|---:|---:|---:|---:|---:|",
    ...found.map(
      ({ change, log, bare, noted = null, alone, held, longest, larger = null }) =>
        `| ${change} | ${log} | ${time(bare)} | ${time(noted)} | ${time(alone)} | ${time(larger)} | ${time(held)} | ${time(longest)} |`,
    ),
  ];
}

function memory({ sizes, memory }, origin) {
  return [
    "",
    "## Memory, by the number of rows",
    ...origin,
    "",
    `| peak memory | ${count(sizes[0])} rows | ${count(sizes[1])} rows | ratio |`,
    "|---|---:|---:|---:|",
    ...memory.map(
      ([label, [few, many]]) =>
        `| ${label} | ${few.toFixed(0)} MB | ${many.toFixed(0)} MB | ${(many / few).toFixed(2)}× |`,
    ),
  ];
}

const count = (number) => number.toLocaleString("en");

function plot(docs, { name, title, x, series }) {
  writeFileSync(join(docs, "performance", `${name}.svg`), line({ title, x, series }));
  return ["", `![${title}](performance/${name}.svg)`];
}

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { line } from "./plot.js";

const docs = resolve(import.meta.dirname, "..", "docs");

/** docs/performance.md from all that was measured, this time or earlier. */
export function writePage(results, order) {
  mkdirSync(join(docs, "performance"), { recursive: true });
  const found = order.flatMap(({ name }) => (results[name] ? [{ name, ...results[name] }] : []));
  const machines = [...new Set(found.map(({ machine }) => machine))];
  const text = [
    "# Performance",
    "",
    "Written by `npm run bench`. Whole processes, run in turn on one machine; what is quoted are medians, and ratios are",
    "what counts: each is taken from the first line of its table. A floor is a hand-written script that does the least",
    "any tool must do, in the same engine. Processor time is that of all processes together.",
    "",
    ...machines.map((machine) => `Measured with ${machine}.`),
    ...found.flatMap((each) => ("series" in each ? [] : table(each))),
    "",
    "## How it grows",
    ...found.flatMap((each) => ("series" in each ? plot(each) : [])),
    "",
    readFileSync(join(import.meta.dirname, "notes.md"), "utf8"),
  ];
  writeFileSync(join(docs, "performance.md"), text.join("\n"));
}

function table({ name, what, measured }) {
  const [first] = measured;
  const ratio = (value, of) => (of > 0 ? `${(value / of).toFixed(2)}×` : "");
  return [
    "",
    `## ${name}: ${what}`,
    "",
    "| | wall | ratio | processor | ratio | memory |",
    "|---|---:|---:|---:|---:|---:|",
    ...measured.map(({ label, wall, cpu, memory, failed }) =>
      failed
        ? `| ${label} | failed: ${failed.replaceAll("|", "/").replaceAll("`", "'").slice(0, 110)} | | | | |`
        : `| ${label} | ${wall.toFixed(0)} ms | ${ratio(wall, first.wall)} | ${cpu.toFixed(0)} ms | ${ratio(cpu, first.cpu)} | ${memory.toFixed(0)} MB |`,
    ),
  ];
}

function plot({ name, title, x, series }) {
  writeFileSync(join(docs, "performance", `${name}.svg`), line({ title, x, y: "ms", series }));
  return ["", `![${title}](performance/${name}.svg)`];
}

// The moving picture at the top of the README: one change of a database with rows in it, from the edit to the undo. What it
// shows was printed by the program; nothing is left out or added. `npm run pictures` records it anew.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { edit, edits, stage } from "./demo-scene.js";

const program = join(import.meta.dirname, "..", "bin", "trueup.js");
const columns = 100;
const rows = 33;

const approved = '--approve drop-column:practice.lapses:5 --because "the app counts them itself now"';
export const commands = [
  `trueup plan --out plans/tempo.plan.sql ${approved}`,
  "trueup apply plans/tempo.plan.sql",
  "trueup undo --yes",
];

/** Runs it in an empty folder: what was typed, and the lines that came of it, with the colours of a terminal. */
export function record(folder) {
  const inserts = stage(folder);
  const run = (words) => {
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, COLUMNS: String(columns) };
    const line = `"${process.execPath}" "${program}" ${words} --color always 2>&1`;
    const { status, stdout } = spawnSync("bash", ["--norc", "-c", line], { cwd: folder, env, encoding: "utf8" });
    if (status !== 0) throw new Error(`trueup ${words} ended with ${status}\n${stdout}`);
    return stdout.trimEnd().split("\n");
  };
  run("apply --yes");
  const database = new Database(join(folder, "practice.db"));
  database.exec(inserts);
  database.close();
  for (const one of edits) edit(folder, one);
  const changes = edits.flatMap(({ file, before, after }) => [
    `\u001b[2m${file}\u001b[22m`,
    ...lines(before).map((line) => `\u001b[31m-${line.slice(3)}\u001b[39m`),
    ...lines(after).map((line) => `\u001b[32m+${line.slice(3)}\u001b[39m`),
  ]);
  const ran = commands.map((typed) => ({ typed, lines: run(typed.slice("trueup ".length)) }));
  rmSync(folder, { recursive: true, force: true });
  return [{ typed: null, lines: changes }, ...ran];
}

function lines(text) {
  return text.split("\n").filter((line) => line !== "");
}

const height = 20;
const width = 8.43;
const margin = 16;
const bar = 30;

/** As an SVG that plays by itself, and shows its end where nothing may move. */
export function draw(session) {
  const shown = [];
  let now = 0.6;
  for (const { typed, lines: printed } of session) {
    for (const [at, part] of (typed === null ? [] : broken(`$ ${typed}`)).entries()) {
      const takes = part.length * 0.022;
      shown.push({
        text: at === 0 ? `\u001b[2m$\u001b[22m\u001b[1m${part.slice(1)}\u001b[22m` : `\u001b[1m${part}\u001b[22m`,
        at: now,
        takes,
        long: part.length,
      });
      now += takes;
    }
    if (typed !== null) now += 0.5;
    for (const text of printed) {
      shown.push({ text, at: now, takes: 0, long: 0 });
      now += 0.045;
    }
    shown.push({ text: "", at: now, takes: 0, long: 0 });
    now += 1.2 + printed.length * 0.11;
  }
  shown.pop();
  const whole = now + 2;
  const percent = (second) => `${((100 * second) / whole).toFixed(2)}%`;
  const rules = shown.flatMap(({ at, takes, long }, n) => [
    `@keyframes l${n}{0%,${percent(at)}{visibility:hidden}${percent(at + 0.01)},to{visibility:visible}}`,
    `.l${n}{animation:l${n} ${whole.toFixed(2)}s step-end infinite}`,
    ...(takes === 0
      ? []
      : [
          `@keyframes t${n}{0%,${percent(at)}{transform:none;animation-timing-function:steps(${long})}${percent(at + takes)},to{transform:translateX(${(long * width).toFixed(1)}px)}}`,
          `.t${n}{animation:t${n} ${whole.toFixed(2)}s linear infinite}`,
        ]),
  ]);
  const up = (n) => `translateY(${-Math.max(0, n + 1 - rows) * height}px)`;
  const scrolls = shown.flatMap(({ at }, n) => (n < rows ? [] : [`${percent(at)}{transform:${up(n)}}`]));
  const tall = bar + rows * height + 2 * margin;
  const wide = Math.ceil(columns * width + 2 * margin);
  const texts = shown.map(({ text, long }, n) => {
    const y = (n + 0.72) * height;
    const cover =
      long === 0
        ? ""
        : `<rect class="cover t${n}" y="${n * height}" width="${Math.ceil(long * width) + 2}" height="${height}"/>`;
    return `<g class="l${n}"><text y="${y.toFixed(1)}">${colored(text)}</text>${cover}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" viewBox="0 0 ${wide} ${tall}" width="${wide}" height="${tall}">
<title id="title">A change of a database, from the edit of its declarations to the undo</title>
<desc id="desc">In a terminal: an edit of the declarations; ${commands.map(escaped).join("; ")}; and what each of them prints.</desc>
<style>
svg{--ground:#fdfdfc;--frame:#d5d9de;--bar:#eef0f3;--text:#24292f;--faint:#69727d;--red:#b3261e;--green:#186a34;--yellow:#7d5200;--cyan:#0a6a78}
@media(prefers-color-scheme:dark){svg{--ground:#14181e;--frame:#343b45;--bar:#1d232b;--text:#dde3ea;--faint:#929ca8;--red:#ff8a80;--green:#6fd08c;--yellow:#e3b341;--cyan:#63cfdc}}
text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:var(--text);white-space:pre}
.cover{fill:var(--ground)}
.f{fill:var(--faint)}.b{font-weight:600}.r{fill:var(--red)}.g{fill:var(--green)}.y{fill:var(--yellow)}.c{fill:var(--cyan)}
.up{transform:${up(shown.length - 1)};animation:up ${whole.toFixed(2)}s step-end infinite}
@keyframes up{0%{transform:none}${scrolls.join("")}}
.cover{transform:translateX(${wide}px)}
${rules.join("\n")}
@media(prefers-reduced-motion:reduce){*{animation:none!important}}
</style>
<rect x=".5" y=".5" width="${wide - 1}" height="${tall - 1}" rx="8" fill="var(--ground)" stroke="var(--frame)"/>
<path d="M.5 ${bar}V8.5a8 8 0 0 1 8-8H${wide - 8.5}a8 8 0 0 1 8 8V${bar}Z" fill="var(--bar)" stroke="var(--frame)"/>
<g fill="var(--frame)"><circle cx="20" cy="15" r="5"/><circle cx="38" cy="15" r="5"/><circle cx="56" cy="15" r="5"/></g>
<svg x="${margin}" y="${bar + margin}" width="${wide - 2 * margin}" height="${rows * height}" viewBox="0 0 ${wide - 2 * margin} ${rows * height}" overflow="hidden"><g class="up">
${texts.join("\n")}
</g></svg>
</svg>
`;
}

/** What is read in the picture: each command with the lines below it. */
export function textOf(svg) {
  const all = [...svg.matchAll(/<text y="[\d.]+">(.*?)<\/text>/g)].map(([, marked]) =>
    marked
      .replace(/<[^>]*>/g, "")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&amp;", "&"),
  );
  return all.join("\n");
}

/** A line that is longer than the terminal goes on in the next, as a terminal does it. */
function broken(line) {
  const parts = [];
  for (let at = 0; at < line.length; at += columns) parts.push(line.slice(at, at + columns));
  return parts;
}

const looks = { 1: "b", 2: "f", 31: "r", 32: "g", 33: "y", 36: "c" };

function colored(line) {
  let classes = new Set();
  return line
    .split(/\u001b\[([\d;]*)m/)
    .map((part, at) => {
      if (at % 2 === 0) {
        const text = escaped(part);
        return classes.size === 0 || text === "" ? text : `<tspan class="${[...classes].join(" ")}">${text}</tspan>`;
      }
      for (const code of part.split(";")) {
        if (code === "22") classes = without(classes, "b", "f");
        else if (code === "39") classes = without(classes, "r", "g", "y", "c");
        else if (code === "0" || code === "") classes = new Set();
        else if (looks[code] !== undefined) classes = new Set([...classes, looks[code]]);
      }
      return "";
    })
    .join("");
}

function without(classes, ...names) {
  return new Set([...classes].filter((each) => !names.includes(each)));
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

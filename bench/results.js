import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** What was measured last, by workload. */
export function readResults(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
}

/** Read again before it is written, so that two runs of different workloads keep what both found. */
export function keepResult(path, name, found) {
  const results = { ...readResults(path), [name]: found };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, textOf(results));
}

/** Sorted, with a line for each thing that was measured: a diff shows what has changed. */
function textOf(results) {
  const parts = sorted(results).map(([name, part]) => {
    const fields = sorted(part).map(([key, value]) => `  ${JSON.stringify(key)}: ${valueText(value)}`);
    return ` ${JSON.stringify(name)}: {\n${fields.join(",\n")}\n }`;
  });
  return `{\n${parts.join(",\n")}\n}\n`;
}

const sorted = (object) =>
  Object.entries(object)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));

function valueText(value) {
  const isList = Array.isArray(value) && value.some((each) => typeof each === "object");
  return isList ? `[\n${value.map((each) => `   ${small(each)}`).join(",\n")}\n  ]` : small(value);
}

/** Four digits are more than is measured; what failed is said without paths of this machine. */
function small(value) {
  return JSON.stringify(value, (key, each) => {
    if (typeof each === "number" && !Number.isFinite(each)) throw new Error(`${key || "a figure"} was not measured`);
    if (typeof each === "number") return Number.isInteger(each) ? each : Number(each.toPrecision(4));
    return typeof each === "string" && ["failed", "wrong"].includes(key) ? plain(each) : each;
  });
}

/** The first line that says what is wrong. */
function plain(text) {
  return text
    .replaceAll(/(?:file:\/\/)?\/[\w./@-]+\/([\w.-]+)/g, "$1")
    .replaceAll("|", "/")
    .replaceAll("`", "'")
    .replaceAll(/\s+/g, " ")
    .slice(0, 140)
    .trim();
}

/** Where the parts of a page come from: `usual` says it of most of them, `of` of one that differs. */
export function originsOf(results) {
  const counted = new Map();
  for (const part of Object.values(results)) counted.set(from(part), (counted.get(from(part)) ?? 0) + 1);
  const [[usual] = []] = [...counted].sort(([, a], [, b]) => b - a);
  const most = Object.values(results).find((part) => from(part) === usual);
  const said = ({ day, build, machine }) =>
    `Measured on ${day}, build ${build}${machine === most?.machine ? "" : `, with ${machine}`}.`;
  return {
    usual: most ? `Measured on ${most.day}, build ${most.build}, with ${most.machine}.` : "",
    of: (part) => (from(part) === usual ? [] : ["", said(part)]),
  };
}

const from = ({ day, build, machine }) => [day, build, machine].join(" ");

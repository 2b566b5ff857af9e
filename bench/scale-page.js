import { join } from "node:path";
import { quote } from "./quote.js";
import { simulated } from "./simulate.js";
import { applyBroken, drift } from "./workloads/fleet.js";

const count = (number) => number.toLocaleString("en");

/** The figures in docs/scale.md, as far as they are measured. */
export function writeScale(into, { W9, databases, locks }, { of }) {
  const page = join(into, "docs", "scale.md");
  if (databases) quote(page, "fleet", [...fleets(databases.series), ...of(databases)]);
  const whole = W9?.measured ?? [];
  const applied = whole.find(({ label }) => label === applyBroken);
  if (applied?.each) quote(page, "simulation", [basis(whole, applied), "", ...simulated(applied.each), ...of(W9)]);
  if (locks) quote(page, "locks", [...locked(locks), ...of(locks)]);
}

function fleets(series) {
  const [looked, changed] = series;
  const cells = ({ points, memory }, n) => {
    const [size, wall] = points[n] ?? [];
    if (size === undefined) return "| | |";
    return `| ${(wall / 1000).toFixed(1)} s, ${count(Math.round(size / (wall / 1000)))}/s | ${memory[n].toFixed(0)} MB |`;
  };
  return [
    "| databases | drift | memory | apply with backups | memory |",
    "|---:|---:|---:|---:|---:|",
    ...looked.points.map(([size], n) => `| ${count(size)} ${cells(looked, n)}${cells(changed, n).slice(1)}`),
  ];
}

function basis(whole, { databases, wall, each }) {
  const looked = whole.find(({ label }) => label === drift);
  const rate = (measured) => count(Math.round(measured.databases / (measured.wall / 1000)));
  return `From the run over ${count(databases)} databases: ${rate({ databases, wall })} applied a second by four workers on two cores (${rate(looked)} looked at), ${each.middle} ms for the one in the middle, ${each.slowest} ms for the slowest in a hundred.`;
}

function locked({ sizes, found }) {
  const [few, many] = sizes.map(count);
  const shown = (ms) => (ms === undefined ? "" : `${(ms / 1000).toFixed(ms < 1000 ? 2 : 1)} s`);
  return [
    `| change | how | file, ${few} rows | file, ${many} | server, ${few} | server, ${many} |`,
    "|---|---|---:|---:|---:|---:|",
    ...found.map(
      ({ change, how, file, server }) =>
        `| ${change} | ${how} | ${shown(file[0])} | ${shown(file[1])} | ${shown(server[0])} | ${shown(server[1])} |`,
    ),
  ];
}

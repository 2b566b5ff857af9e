// What the measured times of one database come to for very many: `node simulate.js MILLISECONDS SLOWEST`, the middle one
// and the slowest in a hundred, as W9 has them.
import { resolve } from "node:path";

const limit = 100;

/** Workers that take databases one by one; some fail, and after so many failures nothing new is begun. */
export function simulate({ count, workers, failing, middle, slowest }) {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  // Most take about the median, a few many times as long: a log-normal distribution through median and 99%.
  const draw = () => {
    const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    return middle * Math.exp((Math.log(slowest / middle) / 2.326) * normal);
  };
  const busy = new Float64Array(workers);
  let failed = 0;
  let done = 0;
  while (done < count && failed < limit) {
    let next = 0;
    for (let w = 1; w < workers; w++) if (busy[w] < busy[next]) next = w;
    busy[next] += draw();
    done++;
    if (random() < failing) failed++;
  }
  return { hours: Math.max(...busy) / 3_600_000, done: done - failed, failed };
}

const runs = [
  [10_000, 4, 0],
  [100_000, 4, 0],
  [1_000_000, 4, 0],
  [1_000_000, 32, 0],
  [1_000_000, 128, 0],
  [1_000_000, 32, 0.00005],
  [1_000_000, 32, 0.0005],
];

/** As a table. Four workers on two cores were measured: more of them need as much more of cores and disks. */
export function simulated(each) {
  const number = (value) => value.toLocaleString("en");
  return [
    "| databases | workers | failing | hours | done | failed |",
    "|---:|---:|---:|---:|---:|---:|",
    ...runs.map(([count, workers, failing]) => {
      const { hours, done, failed } = simulate({ count, workers, failing, ...each });
      return `| ${number(count)} | ${workers} | ${Number((failing * 100).toFixed(3))}% | ${hours.toFixed(2)} | ${number(done)} | ${failed} |`;
    }),
  ];
}

if (process.argv[1] === resolve(import.meta.filename)) {
  const [, , middle, slowest] = process.argv.map(Number);
  console.log(simulated({ middle, slowest }).join("\n"));
}

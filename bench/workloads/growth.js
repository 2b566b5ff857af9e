import { join } from "node:path";
import { measureInTurn } from "../measure.js";
import { regular } from "../schemas.js";
import { floor, remove, seen, trueup, work } from "./common.js";
import { applyBroken, drift, fleet } from "./fleet.js";
import { planned } from "./large.js";

const sizes = (list, quick) => (quick ? list.filter((size) => size <= 1000) : list);

/** What is measured at several sizes, for the plots; the largest last. */
export const growths = [
  {
    name: "tables",
    title: "drift, nothing to do, by the number of tables",
    x: "tables",
    measure({ quick }) {
      const series = ["trueup drift", "floor"].map((name) => ({ name, points: [] }));
      for (const tables of sizes([10, 100, 1000, 10_000], quick)) {
        const cwd = seen(`tables-${tables}`, regular({ tables, columns: 10, views: Math.floor(tables / 5) }));
        const drift = { command: trueup("drift", "live.db"), cwd };
        collect(series, tables, measureInTurn([drift, { command: floor("read", join(cwd, "live.db")) }], 5));
        remove(cwd);
      }
      return { series };
    },
  },
  {
    name: "databases",
    title: "a folder of databases of 20 tables, by their number",
    x: "databases",
    measure({ quick, results }) {
      const series = ["trueup drift", "trueup apply"].map((name) => ({ name, points: [], memory: [] }));
      for (const size of sizes([1, 10, 100, 1000], quick)) {
        const { drift, apply, cwd } = fleet(size);
        collect(
          series,
          size,
          [drift, apply].flatMap((each) => measureInTurn([each], size > 100 ? 1 : 3)),
        );
        remove(cwd);
      }
      // The largest is measured already.
      const whole = results.W9?.measured ?? [];
      for (const [n, label] of [drift, applyBroken].entries()) {
        const last = whole.find((each) => each.label === label && !each.failed && !each.wrong);
        if (last?.databases > 1000) collect([series[n]], last.databases, [last]);
      }
      return { series };
    },
  },
  {
    name: "rows",
    title: "apply, NOT NULL and CHECK on a column, by the number of rows",
    x: "rows",
    measure({ quick }) {
      const series = ["floor", "no backup", "with backup"].map((name) => ({ name, points: [] }));
      for (const rows of sizes([1000, 10_000, 100_000, 1_000_000, 10_000_000], quick)) {
        const { floorOf, applies } = planned("w4", rows);
        collect(series, rows, measureInTurn([floorOf("floor", "clauses"), ...applies], rows > 1_000_000 ? 1 : 3));
      }
      return { series };
    },
  },
];

function collect(series, at, measured) {
  for (const [n, { wall, memory, failed, wrong }] of measured.entries()) {
    if (failed || wrong) throw new Error(`${series[n].name} at ${at}: ${failed ?? wrong}`);
    series[n].points.push([at, wall]);
    series[n].memory?.push(memory);
  }
}

/** Peak memory of each command with few rows and with many: it must not grow with them. */
export const memory = {
  name: "memory",
  measure({ quick }) {
    const sizes = quick ? [10_000, 100_000] : [100_000, 10_000_000];
    const found = new Map();
    for (const rows of sizes) {
      for (const [label, entry] of commands(rows)) {
        const [{ memory, failed, wrong }] = measureInTurn([entry], 1);
        if (failed || wrong) throw new Error(`${label} at ${rows}: ${failed ?? wrong}`);
        found.set(label, [...(found.get(label) ?? []), memory]);
      }
    }
    remove(work, `large-${sizes[1]}`);
    return { sizes, memory: [...found] };
  },
};

function* commands(rows) {
  const inPlace = planned("w4", rows);
  const cwd = inPlace.folder;
  yield ["plan", { command: trueup("plan", "live.db"), cwd, before: inPlace.before, exits: [0, 2] }];
  yield ["drift", { command: trueup("drift", "live.db"), cwd, exits: [0, 2] }];
  yield ["apply in place, with its backup", inPlace.applies[1]];
  yield ["undo", { command: trueup("undo", "live.db", "--yes"), cwd }];
  yield ["apply of a rebuild, with its backup", planned("ordered", rows).applies[1]];
}

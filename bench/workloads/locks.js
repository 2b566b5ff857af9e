import { once } from "../measure.js";
import { noServer } from "../server.js";
import { remove, trueup, work } from "./common.js";
import { planned } from "./large.js";
import { serverOf } from "./server.js";

const strategies = [
  ["w7", "a column is added", "in place"],
  ["w4", "NOT NULL and a CHECK", "in place, rows checked before"],
  ["index", "an index", "built from the rows"],
  ["drop", "a column is dropped", "the table is rewritten by SQLite"],
  ["w6", "another primary key", "rebuild: copied, compared, swapped"],
];

/** How long others wait for a change, by strategy and by rows, as `apply --json` says it. */
export const locks = {
  name: "locks",
  measure({ quick }) {
    const sizes = quick ? [10_000, 100_000] : [100_000, 1_000_000];
    const found = strategies.map(([, change, how]) => ({ change, how, file: [], server: [] }));
    for (const rows of sizes) {
      for (const [n, [name]] of strategies.entries()) {
        const { folder, before, plan } = planned(name, rows);
        found[n].file.push(locked({ cwd: folder, before, target: "live.db", plan }));
      }
      if (noServer) continue;
      const { folder, server, plan } = serverOf(rows);
      for (const [n, [name]] of strategies.entries()) {
        const file = plan(name);
        found[n].server.push(locked({ cwd: folder, before: server.reset, target: server.url, plan: file }));
      }
      server.stop();
      if (rows !== sizes[1]) remove(work, `server-${rows}`);
    }
    return { sizes, found };
  },
};

/** The middle of three. */
function locked({ cwd, before, target, plan }) {
  const command = trueup("apply", plan, target, "--backup", "none", "--allow-long", "--json");
  const all = Array.from({ length: 3 }, () => {
    const { failed, out } = once({ command, cwd, before });
    if (failed) throw new Error(`${plan} on ${target}: ${failed}`);
    return Number(/"lockedMilliseconds":(\d+)/.exec(out)?.[1]);
  });
  return all.sort((a, b) => a - b)[1];
}

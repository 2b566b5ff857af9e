import { checkPulled, checkSchema } from "../check.js";
import { peers } from "../peers/peers.js";
import { fresh } from "../prepare.js";
import { changed, regular } from "../schemas.js";
import { first, floor, node, remove, seen, trueup, work } from "./common.js";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const small = regular({ tables: 20, columns: 8, views: 4 });
const big = regular({ tables: 1000, columns: 10, views: 200 });
const read = "floor: node, libsql, read the catalog";
const known = "trueup drift, nothing new";
const edited = "trueup drift, one table edited since";

export const smallWorkloads = [
  {
    name: "start",
    what: () => "the version is printed",
    prepare: () => ({
      times: 15,
      entries: [node, { label: "trueup --version", command: trueup("--version").slice(0, 3) }],
    }),
    asked: [
      { text: "`trueup --version` against `node -e 0`", most: 1.6, of: (m) => m("trueup --version") / m(node.label) },
    ],
  },
  {
    name: "W1",
    what: () => "20 tables, nothing to do",
    short: () => "20 tables, nothing to do",
    ours: "trueup drift",
    prepare() {
      const cwd = seen("w1", small);
      const drift = { label: "trueup drift", command: trueup("drift", "live.db"), cwd };
      const others = peers({ name: "small", from: small, act: "diff", times: 5 });
      return {
        times: 15,
        entries: [node, { label: read, command: floor("read", join(cwd, "live.db")) }, drift, ...others],
      };
    },
    asked: [
      { text: "`drift` against `node -e 0`", most: 2, of: (m) => m("trueup drift") / m(node.label) },
      { text: "the fastest peer against `drift`", least: 2, of: (m) => m.peers() / m("trueup drift") },
    ],
  },
  {
    name: "W2",
    what: () => "1,000 tables of 10 columns, 1,000 indexes, 200 views, nothing to do",
    short: () => "1,000 tables, nothing to do",
    ours: "trueup drift",
    prepare() {
      const cwd = seen("w2", big);
      const drift = { label: "trueup drift", command: trueup("drift", "live.db"), cwd };
      const others = peers({ name: "big", from: big, act: "diff" });
      return {
        times: 9,
        entries: [{ label: read, command: floor("read", join(cwd, "live.db")) }, drift, ...others],
      };
    },
    asked: [
      { text: "the fastest peer against `drift`", least: 6, of: (m) => m.peers() / m("trueup drift") },
      {
        text: "memory of `drift` against the leanest peer's",
        most: 1,
        memory: true,
        of: (m) => m.memory("trueup drift") / m.leanest(),
      },
    ],
  },
  {
    name: "C1",
    what: () => "20 tables, nothing to do, declarations never seen before",
    short: () => "20 tables in CI, without a cache",
    ours: "trueup drift",
    prepare() {
      const cwd = seen("c1", small);
      const drift = { label: "trueup drift", command: trueup("drift", "live.db"), cwd, before: forgotten(cwd) };
      return { times: 9, entries: [node, drift, ...peers({ name: "small", from: small, act: "diff", times: 5 })] };
    },
    asked: [
      { text: "`drift` against `node -e 0`", most: 2.5, of: (m) => m("trueup drift") / m(node.label) },
      { text: "the fastest peer against `drift`", least: 1.5, of: (m) => m.peers() / m("trueup drift") },
    ],
  },
  {
    name: "C2",
    what: () => "1,000 tables of 10 columns, 1,000 indexes, 200 views, declarations never seen before",
    short: () => "1,000 tables in CI, without a cache",
    ours: "trueup drift",
    prepare() {
      const cwd = seen("c2", big);
      const cold = { cwd, before: forgotten(cwd) };
      const drift = { label: "trueup drift", command: trueup("drift", "live.db"), ...cold };
      const check = { label: "trueup check", command: trueup("check"), ...cold };
      const again = { ...drift, label: known, cwd: seen("c2-known", big), before: undefined };
      const other = seen("c2-edited", big);
      const changed = { ...drift, label: edited, cwd: other, before: edit(other), exits: [2] };
      const others = peers({ name: "big", from: big, act: "diff" });
      return { times: 5, entries: [drift, check, again, changed, ...others] };
    },
    asked: [
      { text: "the fastest peer against `drift`", least: 2, of: (m) => m.peers() / m("trueup drift") },
      { text: "the fastest peer against `check`", least: 1.5, of: (m) => m.peers() / m("trueup check") },
      { text: "`drift` after an edit of one table against one without", most: 1.5, of: (m) => m(edited) / m(known) },
      {
        text: "memory of `drift` against the leanest peer's",
        most: 1,
        memory: true,
        of: (m) => m.memory("trueup drift") / m.leanest(),
      },
    ],
  },
  {
    name: "W3",
    what: () => "1,000 tables of 10 columns, 1,000 indexes, 200 views, where 25 tables change",
    short: () => "1,000 tables, a plan for 25 of them",
    ours: "trueup plan, proven",
    prepare() {
      const cwd = seen("w3", big, changed(big));
      const plan = { label: "trueup plan, proven", command: trueup("plan", "live.db"), cwd, exits: [0, 2] };
      first(trueup("plan", "live.db", "--out", "plans/w3.plan.sql"), cwd);
      const apply = { command: trueup("apply", "plans/w3.plan.sql", "live.db"), cwd };
      const check = checkSchema(big, changed(big));
      const ours = () => check(join(cwd, "live.db"), {});
      const others = peers({
        name: "big",
        from: big,
        to: changed(big),
        act: "diff",
        check,
      });
      const applied = { ...apply, label: "trueup apply, with its backup", before: () => fresh(cwd), check: ours };
      return { times: 5, entries: [{ ...plan, before: () => fresh(cwd) }, applied, ...others] };
    },
    asked: [{ text: "the fastest peer against `plan`", least: 3, of: (m) => m.peers() / m("trueup plan, proven") }],
  },
  {
    name: "W8",
    what: () => "pull of 1,000 tables, 1,000 indexes and 200 views",
    short: () => "1,000 tables pulled",
    ours: "trueup pull",
    prepare() {
      const cwd = seen("w8", big);
      const before = () => remove(work, "pulled");
      const command = trueup("pull", "live.db", "--schema", join(work, "pulled"));
      const others = peers({
        name: "big",
        from: big,
        act: "pull",
        check: checkPulled(big),
      });
      const start = { label: read, command: floor("read", join(cwd, "live.db")) };
      return { times: 3, entries: [start, { label: "trueup pull", command, cwd, before }, ...others] };
    },
    asked: [{ text: "the fastest peer against `pull`", least: 1.5, of: (m) => m.peers() / m("trueup pull") }],
  },
];

const forgotten = (folder) => () => remove(folder, "node_modules", ".cache");

/** Another default in the last table, where the cache knows everything else. */
function edit(folder) {
  const file = join(folder, "schema", "part019.ts");
  const text = readFileSync(file, "utf8");
  const at = text.lastIndexOf('default("x")');
  const write = (value) => writeFileSync(file, `${text.slice(0, at)}default("${value}")${text.slice(at + 12)}`);
  let times = 0;
  return () => {
    times += 1;
    write(`known ${times}`);
    first(trueup("check"), folder);
    write(`new ${times}`);
  };
}

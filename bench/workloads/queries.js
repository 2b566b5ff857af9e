import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { application } from "../application.js";
import { project } from "../prepare.js";
import { regular, toTrueup } from "../schemas.js";
import { first, node, remove, trueup, work } from "./common.js";

const live = withoutReferences(regular({ tables: 100, columns: 8 }));
const small = "trueup check, 1,000 files with 500 queries";
const large = "trueup check, 10,000 files with 5,000 queries";
const cold = `${large}, never seen before`;
const planned = "trueup plan, 10,000 files with 5,000 queries, a column dropped";

export const queryWorkloads = [
  {
    name: "queries",
    what: () => "the queries of an application are checked",
    prepare() {
      const few = asking("queries-1k", 1000, 500);
      const many = asking("queries-10k", 10_000, 5000);
      const check = trueup("check");
      first(check, few);
      first(check, many);
      // A folder of its own: what it forgets, the other one keeps.
      const unseen = asking("queries-cold", 10_000, 5000);
      const plan = trueup("plan", "live.db", "--schema", "changed");
      return {
        times: 5,
        entries: [
          node,
          { label: small, command: check, cwd: few },
          { label: large, command: check, cwd: many },
          { label: planned, command: plan, cwd: many, exits: [21] },
          { label: cold, command: check, cwd: unseen, before: () => remove(unseen, "node_modules", ".cache") },
        ],
      };
    },
    asked: [
      {
        text: "1,000 unchanged files against `node -e 0`",
        most: 100,
        unit: " ms more",
        of: (m) => m(small) - m(node.label),
      },
      { text: "10,000 unchanged files", most: 1000, unit: " ms", of: (m) => m(large) },
      { text: "10,000 files, never seen before", most: 5000, unit: " ms", of: (m) => m(cold) },
      { text: "memory for them", most: 300, unit: " MB", memory: true, of: (m) => m.memory(cold) },
    ],
  },
];

/** A project with an application of so many files; `changed` declares a table without a column that queries name. */
function asking(name, files, queries) {
  const folder = project(join(work, name), { live });
  application(folder, { tables: live.tables.length, files, queries });
  mkdirSync(join(folder, "changed"));
  const [table, ...others] = live.tables;
  const columns = table.columns.filter(({ name }) => name !== "c2");
  for (const [file, text] of toTrueup({ ...live, tables: [{ ...table, columns }, ...others] }))
    writeFileSync(join(folder, "changed", file), text);
  return folder;
}

/** Keys without an index are reported, and here the queries are what counts. */
function withoutReferences(schema) {
  const columns = (table) => table.columns.map((column) => ({ ...column, references: null }));
  return { ...schema, tables: schema.tables.map((table) => ({ ...table, columns: columns(table) })) };
}

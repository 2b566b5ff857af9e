import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installed } from "../peers/installed.js";
import { project } from "../prepare.js";
import { regular } from "../schemas.js";
import { first, remove, root, trueup, work } from "./common.js";

const starts = (what, folder) => [process.execPath, join(root, "bench", "starts.js"), what, folder];
const floor = "floor: open, read sqlite_schema, 300 times";
const ours = "trueup/start, 300 times";

/** An application that starts with nothing to do; each tool on a database that it brought up to date itself. */
export const startWorkloads = [20, 200].map((tables) => ({
  name: `A${tables}`,
  what: () => `an application with ${tables} tables starts, nothing to do`,
  prepare() {
    const schema = regular({ tables, columns: 8, views: 4 });
    const folder = (name) => project(join(work, `start-${tables}-${name}`), { live: schema });
    const trueups = folder("trueup");
    first(trueup("build", "--out", "bundle.json", "--release", "v1"), trueups);
    // Made by a start, as at everybody's: a definition that another tool spelled is parsed each time.
    remove(trueups, "live.db");
    first(starts("trueup", trueups), trueups);
    const peers = [];
    if (installed("drizzle-orm")) {
      const cwd = folder("drizzle");
      mkdirSync(join(cwd, "drizzle", "meta"), { recursive: true });
      const journal = {
        version: "7",
        dialect: "sqlite",
        entries: [{ idx: 0, version: "6", when: 1, tag: "0", breakpoints: true }],
      };
      writeFileSync(join(cwd, "drizzle", "meta", "_journal.json"), JSON.stringify(journal));
      writeFileSync(join(cwd, "drizzle", "0.sql"), "SELECT 1;");
      first(starts("drizzle", cwd), cwd);
      peers.push({ label: "drizzle-orm's migrator, 300 times", peer: "drizzle-orm", command: starts("drizzle", cwd) });
    }
    const cwd = folder("kysely");
    first(starts("kysely", cwd), cwd);
    peers.push({ label: "Kysely's migrator, 300 times", peer: "Kysely", command: starts("kysely", cwd) });
    return {
      times: 7,
      entries: [
        { label: floor, command: starts("floor", trueups) },
        { label: ours, command: starts("trueup", trueups) },
        ...peers,
      ],
    };
  },
  asked: [
    { text: "a start against opening the file and reading `sqlite_schema`", most: 2, of: (m) => m(ours) / m(floor) },
    { text: "the fastest peer against a start", least: 1, of: (m) => m.peers() / m(ours) },
  ],
}));

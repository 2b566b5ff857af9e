import t from "tap";
import { temporaryFolder } from "../kit/database.ts";
import { atOnce, campaign, killed, type Program } from "../engines/campaign.ts";

/** A few of each here; `npm run engines` does it with every driver, 50 rounds and 500 kills. */
const libsql: Program = { driver: "libsql", runtime: process.execPath, modules: import.meta.filename };

t.setTimeout(900_000);
t.test("six processes at once: one applies, five continue, none fails", async (t) => {
  const all = await campaign(temporaryFolder(t));
  for (const mode of ["wal", "delete"] as const) {
    const said = await atOnce(all, libsql, mode);
    t.equal(said.filter((each) => each === "applied").length, 1, mode);
    t.strictSame(
      said.filter((each) => !["applied", "done-by-another", "unchanged"].includes(each)),
      [],
    );
  }
});

t.test("a process that is killed leaves the old schema or the new one, and the next start succeeds", async (t) => {
  const all = await campaign(temporaryFolder(t));
  for (const mode of ["wal", "delete", "wal", "delete"] as const) {
    const { wrong } = await killed(all, libsql, mode, 250);
    t.equal(wrong, null, mode);
  }
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atOnce, campaign, killed, type Program } from "./campaign.ts";

/** `run-campaign.ts ROUNDS KILLS PROGRAMS`: six at once, and kills, on each program. The programs are JSON. Prints JSON. */
const [, , rounds = "1", kills = "1", json = "[]"] = process.argv;
const programs = JSON.parse(json) as readonly Program[];
const modes = ["wal", "delete"] as const;
const results = [];
for (const program of programs) {
  const folder = mkdtempSync(join(tmpdir(), "trueup-starts-"));
  const seen = { applied: 0, wentOn: 0, failed: [] as string[], killed: 0, wrong: [] as string[] };
  try {
    const all = await campaign(folder);
    for (let n = 0; n < Number(rounds); n++) {
      for (const said of await atOnce(all, program, modes[n % 2] ?? "wal")) {
        if (said === "applied") seen.applied++;
        else if (said === "done-by-another" || said === "unchanged") seen.wentOn++;
        else seen.failed.push(said);
      }
    }
    for (let n = 0; n < Number(kills); n++) {
      const { wrong, before } = await killed(all, program, modes[n % 2] ?? "wal", 250);
      if (before === "") seen.killed++;
      if (wrong !== null) seen.wrong.push(wrong);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  results.push(seen);
}
console.log(JSON.stringify(results));

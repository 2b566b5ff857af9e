import { readFileSync } from "node:fs";
import type { Row } from "../../src/database/connection.ts";
import { driverOf } from "../../src/start/detect.ts";
import type { Case } from "./cases.ts";
import { driver, type DriverName } from "./drivers.ts";
import { runCase } from "./run-case.ts";

/** Every scenario on one driver, in the runtime that runs this: `scenarios.mjs DRIVER CASES`. Prints the results. */
const [, script = "", name = "", file = ""] = process.argv;
const open = await driver(name as DriverName, script);
const cases = JSON.parse(readFileSync(file, "utf8")) as readonly Case[];
const verdicts = cases.map((each) => ({ name: each.name, ...runCase(() => open(":memory:"), each) }));
const of = (kind: string) => verdicts.filter((each) => each.kind === kind);
console.log(
  JSON.stringify({
    sqlite: version(),
    same: of("same").length,
    planned: verdicts.filter((each) => each.kind === "same" && each.planned).length,
    lacking: of("lacking").length,
    wrong: of("wrong"),
  }),
);

function version(): string {
  const { db, close } = open(":memory:");
  try {
    const [[found] = []] = driverOf(db).all("SELECT sqlite_version()") as readonly Row[];
    return String(found);
  } finally {
    close();
  }
}

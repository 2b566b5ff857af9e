import { readFileSync } from "node:fs";
import type { Bundle } from "../../src/start/bundle.ts";
import { converge } from "../../src/start/start.ts";
import { driver, type DriverName } from "./drivers.ts";

/**
 * A process of an application: `child.mjs DRIVER MODULES DATABASE BUNDLE [AT]`. Prints that it is ready, and the
 * outcome.
 */
const [, , name = "", from = "", path = "", file = "", at = "0"] = process.argv;
const open = await driver(name as DriverName, from);
const bundle = JSON.parse(readFileSync(file, "utf8")) as Bundle;
console.log("ready");
while (Date.now() < Number(at)) await new Promise((done) => setTimeout(done, 1));
const { db, close } = open(path);
try {
  console.log((await converge(db, bundle, { lockTimeout: 60_000 })).state);
} catch (error) {
  console.log(`failed: ${(error as Error).message.replaceAll("\n", " ")}`);
}
close();

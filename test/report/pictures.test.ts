import { readFileSync, readdirSync } from "node:fs";
import t from "tap";
import { readPlan } from "../../src/plan/read.ts";
import { pictures } from "./pictures.ts";

const folder = new URL("../../docs/pictures/", import.meta.url);

t.test("the pictures in docs match the example (npm run pictures draws them again)", async (t) => {
  const made = await pictures();
  t.same(readdirSync(folder).sort(), [...made.keys(), "session.svg"].sort(), "one of them is a recording");
  for (const [name, text] of made) t.equal(text, readFileSync(new URL(name, folder), "utf8"), name);
});

t.test("the plan among them can be applied", (t) => {
  const read = readPlan(readFileSync(new URL("plan.sql", folder), "utf8"), "plan.sql");
  t.ok(read.ok);
  t.end();
});

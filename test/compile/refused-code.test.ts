import t from "tap";
import { type Cases, goldenMessages, imports } from "./golden.ts";

const tune = `${imports}export const tune = table({ id: integer().primaryKey(), title: text() });\n`;

/** Code that would have to run. */
const cases: Cases = {
  "if at the top level": `${tune}if (true) { console.log(1) }`,
  "a loop": `${tune}for (const x of [1, 2]) {}`,
  let: `${imports}export let tune = table({ id: integer() });`,
  "a call for its effect": `${tune}tune.id.desc();`,
  "console.log": `${tune}console.log(tune);`,
  "a class": `${tune}export class Tune {}`,
  "an enum": `${tune}enum Kind { Reel }`,
  "await at the top level": `${imports}export const tune = await table({ id: integer() });`,
  "Date.now()": `${imports}export const tune = table({ added: integer().default(Date.now()) });`,
  "new Date()": `${imports}export const tune = table({ added: integer().default(new Date()) });`,
  "process.env": `${imports}export const tune = table({ id: integer() }, { strict: process.env.STRICT });`,
  "a condition": `${imports}export const tune = table({ id: true ? integer() : text() });`,
  arithmetic: `${imports}export const tune = table({ day: integer().default(60 * 60 * 24) });`,
  "map over a list": `${imports}export const names = ["a", "b"].map((name) => text());`,
  "a function with two statements": `${imports}const id = () => { const x = 1; return integer(); };\nexport const tune = table({ id: id() });`,
  "an async function": `${imports}const id = async () => integer();\nexport const tune = table({ id: integer() });`,
  "a function that calls itself": `${imports}const id = (x) => id(x);\nexport const tune = table({ id: id(1) });`,
  "a getter": `${imports}export const tune = table({ get id() { return integer(); } });`,
  "the way to a constructor": `${imports}export const tune = table({ id: sql.constructor("return process")() });`,
  "the constructor of a function that was written": `${imports}const f = () => 1;\nexport const tune = table({ id: f.constructor("return 1")() });`,
  "the prototype of an object": `${imports}const o = { a: 1 };\nexport const tune = table({ id: o["__proto__"] });`,
  "__proto__ as a key": `${imports}export const tune = table({ __proto__: text() });`,
  "a regular expression": `${imports}export const tune = table({ id: text().check(/x/) });`,
  "optional chaining": `${tune}export const a = index(tune?.title);`,
  "a tag that is not sql": `${imports}const f = () => 1;\nexport const v = view(f\`SELECT 1\`);`,
  "a destructured const": `${tune}const { title } = tune;`,
};

t.test("code that would have to run is refused with a frame that says what to write instead", (t) =>
  goldenMessages(t, "refused-code", cases),
);

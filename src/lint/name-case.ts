import { fold } from "../model/names.ts";
import { type Finding, type Rule, wasIn } from "./rule.ts";

/** Two spellings of one name in different places: the same to SQLite, but not to the code that reads the rows. */
export const nameCase: Rule = {
  code: "name-case",
  level: "warn",
  find: (schema) => {
    const first = new Map<string, { name: string; place: string; is: string }>();
    const findings: Finding[] = [];
    for (const table of schema.tables)
      for (const column of table.columns) {
        const is = `${table.name}.${column.name}`;
        const before = first.get(fold(column.name));
        if (before === undefined) first.set(fold(column.name), { name: column.name, place: `column:${is}`, is });
        else if (before.name !== column.name)
          findings.push({
            on: [table.name, column.name],
            places: [`column:${is}`],
            message: `\`${is}\` and \`${before.is}\` differ only in case`,
            label: "spelt so here",
            also: [{ place: before.place, label: "spelt so here" }],
            why: "to SQLite they are one name, to the code that reads the rows they are two",
            help: ["use the same spelling; for an existing column, keep its rows with .was"],
            helpIn: (language) => [
              `use the same spelling; for an existing column, keep its rows with  ${wasIn[language]}`,
            ],
          });
      }
    return findings;
  },
};

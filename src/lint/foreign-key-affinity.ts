import { affinity } from "../model/affinity.ts";
import { named } from "../model/names.ts";
import type { Rule } from "./rule.ts";

export const foreignKeyAffinity: Rule = {
  code: "foreign-key-affinity",
  level: "warn",
  find: (schema) =>
    schema.tables.flatMap((table) =>
      table.foreignKeys.flatMap((key) => {
        const parent = named(schema.tables, key.table);
        if (parent === undefined) return [];
        const theirs =
          key.references.length > 0 ? key.references : (parent.primaryKey?.terms.map((term) => term.column) ?? []);
        return key.columns.flatMap((name, at) => {
          const [own, other] = [named(table.columns, name), named(parent.columns, theirs[at] ?? "")];
          if (own === undefined || other === undefined || affinity(own.type) === affinity(other.type)) return [];
          return [
            {
              on: [table.name, own.name],
              places: [`foreign-key:${table.name}.${key.columns.join(",")}`, `column:${table.name}.${own.name}`],
              message: `\`${own.name}\` is ${typeOf(own.type)} and refers to \`${parent.name}.${other.name}\`, which is ${typeOf(other.type)}`,
              label: `${affinity(own.type)} here`,
              also: [{ place: `column:${parent.name}.${other.name}`, label: `${affinity(other.type)} here` }],
              why: "SQLite stores values of the two differently, so a row may not find its parent, and joins cannot use an index",
              help: ["declare both with the same type"],
            },
          ];
        });
      }),
    ),
};

function typeOf(type: string): string {
  return type === "" ? "of no type" : type.toUpperCase();
}

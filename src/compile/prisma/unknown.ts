import { didYouMean, meantBy } from "../../problem/nearest.ts";
import type { Problem } from "../../problem/problem.ts";
import { argumentOf, attributeOf, columnFields, type PrismaSchema } from "./model.ts";
import type { Attribute, Block } from "./parse.ts";
import { typeOf } from "./write-table.ts";

/** What Prisma itself refuses. Left out, a key or a default would be missing, and nothing would say so. */
export function unknownIn(schema: PrismaSchema): readonly Problem[] {
  return [...schema.models.values()].flatMap((model) => [
    ...unknownTypes(model, schema),
    ...model.attributes.flatMap((attribute) => unknownAttribute(attribute, model.name, "@@", ofBlocks)),
    ...model.fields.flatMap((field) => [
      ...field.attributes.flatMap((attribute) =>
        unknownAttribute(attribute, `${model.name}.${field.name}`, "@", ofFields),
      ),
      ...unknownFunction(attributeOf(field, "default"), `${model.name}.${field.name}`),
    ]),
  ]);
}

const ofFields = ["id", "unique", "default", "updatedAt", "relation", "map", "ignore"];
const ofBlocks = ["id", "unique", "index", "map", "ignore", "schema", "fulltext"];
const functions = ["autoincrement", "now", "uuid", "cuid", "ulid", "nanoid", "auto", "dbgenerated"];

function unknownAttribute(
  { name, at }: Attribute,
  subject: string,
  sign: string,
  known: readonly string[],
): readonly Problem[] {
  if (known.includes(name) || name.includes(".")) return [];
  return [unknown(subject, at, `Prisma has no attribute \`${sign}${name}\` here`, name, known)];
}

function unknownFunction(attribute: Attribute | undefined, subject: string): readonly Problem[] {
  const value = argumentOf(attribute?.args ?? [], "value", true);
  if (attribute === undefined || value?.is !== "name" || value.args === null || functions.includes(value.name))
    return [];
  return [unknown(subject, attribute.at, `Prisma has no function \`${value.name}()\``, value.name, functions)];
}

function unknown(
  subject: string,
  at: Attribute["at"],
  message: string,
  said: string,
  known: readonly string[],
): Problem {
  return {
    code: "prisma-syntax",
    level: "error",
    subject,
    message,
    at,
    label: "unknown",
    help: [...didYouMean(said, known), "prisma validate  shows the same"],
    ...meantBy(said, known),
  };
}

function unknownTypes(model: Block, schema: PrismaSchema): readonly Problem[] {
  return columnFields(model, schema).flatMap((field): Problem[] => {
    if (typeOf(field, schema) !== null && !field.list) return [];
    const known = [...schema.models.keys(), ...schema.enums.keys()];
    return [
      {
        code: "prisma-type",
        level: "error",
        subject: `${model.name}.${field.name}`,
        message: field.list
          ? `\`${field.name}\` is a list of ${field.type}, and SQLite has no lists`
          : `nothing is declared as \`${field.type}\``,
        at: field.at,
        label: field.list ? "a list" : `of type ${field.type}`,
        help: field.list ? ["store it as Json, or in a model of its own"] : didYouMean(field.type, known),
      },
    ];
  });
}

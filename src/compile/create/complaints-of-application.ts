import { engineFunctions } from "../../introspect/engine-functions.ts";
import { fold } from "../../model/names.ts";
import { nameInConfig } from "../../words/name-in-config.ts";
import { didYouMean } from "../../problem/nearest.ts";
import { nameWithoutArity, type OfApplication } from "../../sql/stand-ins.ts";
import type { Meaning } from "./meaning.ts";
import { tokenNamed } from "./statement-tokens.ts";
import type { Statement } from "./write-objects.ts";

export function unknownFunction(name: string, statement: Statement, { functions }: OfApplication): Meaning {
  const named = functions.filter((each) => fold(nameWithoutArity(each)) === fold(name));
  const at = tokenNamed(name, statement);
  if (named.length > 0)
    return {
      code: "invalid-sql",
      message: `\`${name}\` is called with a number of arguments that the configuration does not name`,
      help: [`functions: ${JSON.stringify(named)} is in trueup.config.ts`],
      at,
      label: `not ${named.join(" or ")}`,
    };
  return {
    code: "invalid-sql",
    message: `SQLite has no function \`${name}\``,
    help: [
      ...didYouMean(name, [...functions.map(nameWithoutArity), ...engineFunctions()]),
      ...nameInConfig("function", name),
    ],
    at,
    label: "unknown function",
  };
}

export function unknownCollation(name: string, statement: Statement, { collations }: OfApplication): Meaning {
  return {
    code: "invalid-declaration",
    message: `SQLite has no collation \`${name}\``,
    help: [
      ...didYouMean(name, [...collations, "BINARY", "NOCASE", "RTRIM"]),
      "the built-in ones are BINARY, NOCASE and RTRIM",
      ...nameInConfig("collation", name),
    ],
    at: tokenNamed(name, statement),
    label: "unknown collation",
  };
}

import { Misuse } from "../../vocabulary/misuse.ts";
import { once } from "../../sql/once.ts";
import { isReserved, significantIn } from "../../sql/tokens.ts";

/** A declared type as it is written, if SQLite reads it as a type and nothing else. */
export function declaredType(type: string, node: object): string {
  if (isType(type)) return type;
  throw new Misuse(
    `${JSON.stringify(type)} is not a declared type`,
    'pass only the type to column(), as in column("VARCHAR(20)"), and use its methods for the rest',
    node,
  );
}

const isType = once((type) => {
  const shape = significantIn(type).map(({ kind, text }) => {
    if (kind === "number") return "n";
    return kind === "name" || kind === "string" || (kind === "word" && !isReserved(text)) ? "w" : text;
  });
  return /^w+(\([+-]?n(,[+-]?n)?\))?$/.test(shape.join("")) && !/--|\/\*/.test(type);
});

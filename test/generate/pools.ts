import { affinity } from "../../src/model/affinity.ts";
import type { Random } from "./random.ts";
import { ref } from "./sketch.ts";

export const looseTypes = [
  "INTEGER",
  "INTEGER",
  "INT",
  "BIGINT",
  "TEXT",
  "TEXT",
  "TEXT",
  "VARCHAR(20)",
  "CHARACTER VARYING(255)",
  "CLOB",
  "REAL",
  "DOUBLE PRECISION",
  "FLOAT",
  "BLOB",
  "NUMERIC",
  "DECIMAL(10, 2)",
  "BOOLEAN",
  "DATETIME",
  "",
  "F32_BLOB(3)",
  "JSON",
  "POINT",
]; // prettier-ignore
export const strictTypes = ["INT", "INTEGER", "TEXT", "TEXT", "REAL", "BLOB", "ANY"];
export const collations = ["NOCASE", "RTRIM"];

export type Kind = "integer" | "text" | "real" | "blob" | "numeric" | "any";

/** What a column is meant to hold. STRICT knows ANY; elsewhere it is NUMERIC by SQLite's rules. */
export function kindOf(type: string, strict: boolean): Kind {
  if (strict && type.toUpperCase() === "ANY") return "any";
  switch (affinity(type)) {
    case "INTEGER":
      return "integer";
    case "TEXT":
      return "text";
    case "REAL":
      return "real";
    case "NUMERIC":
      return "numeric";
    case "BLOB":
      return type === "" ? "any" : "blob";
  }
}

const integers = [
  "0",
  "1",
  "2",
  "3",
  "7",
  "42",
  "-1",
  "9007199254740993",
  "9223372036854775807",
  "-9223372036854775808",
];
const texts = [
  "'a'",
  "'A'",
  "'b'",
  "'it''s'",
  "''",
  "'naïve 😀'",
  "'a' || char(0) || 'b'",
  "'007'",
  "'1e3'",
  "' 5'",
  "'12'",
  "'ab '",
  "'ab'",
  "'a;b,(c)'",
  "'x' || char(10) || 'y'",
  "'--'",
  "'9223372036854775808'",
  "'0x10'",
  "hex(zeroblob(600))",
]; // prettier-ignore
const reals = ["1.5", "-0.0", "3.0", "0.1", "1e300", "2.5", "-7.25", "9e18", "123456789.123456789"];
const blobs = ["x''", "x'00ff'", "x'6162'", "x'000000'", "x'31'"];
const strays = ["'abc'", "x'01'", "1.5", "'5'"];

/** A value as an SQL expression. */
export function valueFor(random: Random, type: string, strict: boolean): string {
  const kind = kindOf(type, strict);
  if (!strict && random.chance(0.06)) return random.pick(strays);
  switch (kind) {
    case "integer":
      return random.chance(0.3) ? random.pick(integers) : String(random.below(200));
    case "text":
      return random.chance(0.5) ? random.pick(texts) : `'t${random.below(500)}'`;
    case "real":
      return random.chance(0.6) ? random.pick(reals) : String(random.below(99) / 4);
    case "blob":
      return random.chance(0.6)
        ? random.pick(blobs)
        : `x'${(random.below(65000) + 256).toString(16).padStart(4, "0")}'`;
    case "numeric":
      return random.pick([...integers, ...reals, "'12'", "'1e3'", String(random.below(99))]);
    case "any":
      return random.pick([...integers, ...texts, ...reals, ...blobs]);
  }
}

const constants: Record<Kind, readonly string[]> = {
  integer: ["0", "-5", "+7", "42", "0x1F", "TRUE", "FALSE", "( 3 )"],
  text: ["'x'", "'it''s'", "''", "'a;b,(c)'", "'/* no */'", "'--'", "'(x)'", "( 'y' )", "'naïve'"],
  real: ["0.0", "1.5", "-2.5e3", ".5", "1e3"],
  blob: ["x'00ff'", "X'AB'", "x''"],
  numeric: ["0", "1", "-1.5", "'12'", "TRUE"],
  any: ["0", "'x'", "x'00'", "1.5", "NULL", "-1"],
};
const expressions: Record<Kind, readonly string[]> = {
  integer: [
    "( 1 + 2 )",
    "( abs( -3 ) )",
    "( unixepoch( ) )",
    "( CASE WHEN 1 THEN 5 ELSE 6 END )",
    "( length( 'a)b' ) )",
  ],
  text: [
    "CURRENT_TIMESTAMP",
    "CURRENT_DATE",
    "CURRENT_TIME",
    "( datetime( 'now' ) )",
    "( lower( 'ABC' ) )",
    "( 'a' || 'b' )",
  ],
  real: ["( 1.0 / 3 )", "( julianday( 'now' ) )"],
  blob: ["( zeroblob( 4 ) )", "( randomblob( 2 ) )"],
  numeric: ["( 2 * 3 )", "CURRENT_TIMESTAMP"],
  any: ["( 1 + 1 )", "( upper( 'q' ) )"],
};

export function constantDefault(random: Random, type: string, strict: boolean): string {
  return random.pick(constants[kindOf(type, strict)]);
}

export function someDefault(random: Random, type: string, strict: boolean): string {
  return random.chance(0.6) ? constantDefault(random, type, strict) : random.pick(expressions[kindOf(type, strict)]);
}

/** Tokens are separated by single spaces, and keywords are in capitals: `spell.ts` relies on it. */
export function someCheck(random: Random, column: number, other: number): string {
  const c = ref(column);
  return random.pick([
    `length( ${c} ) < 2000`,
    `${c} <> 'a;b,(c))'`,
    `${c} IS NULL OR ${c} NOT IN ( 'x)' , 'it''s so' , ';' )`,
    `typeof( ${c} ) <> 'zzz'`,
    `${c} IS NOT 'END; --'`,
    `CASE WHEN ${c} IS NULL THEN 1 ELSE ${c} = ${c} END`,
    `${c} IS NOT x'0badf00d'`,
    `${c} NOT LIKE '%\\%%' ESCAPE '\\'`,
    `${c} IS NULL OR ${ref(other)} IS NULL OR ${c} IS NOT ${ref(other)} OR 1`,
    `coalesce( ${c} , 0 ) IS NOT '/* ( */'`,
    `( ${c} > -1e308 OR ${c} IS NULL OR ${c} <= 0 )`,
    `${c} NOT BETWEEN 1000001 AND 1000002`,
    `instr( coalesce( ${c} , '' ) , '"' ) = 0`,
  ]);
}

export function someExpression(random: Random, column: number, other: number): string {
  const c = ref(column);
  return random.pick([
    `lower( ${c} )`,
    `length( ${c} )`,
    `coalesce( ${c} , ${ref(other)} )`,
    `${c} || ' ;)'`,
    `CASE WHEN ${c} IS NULL THEN 'none' ELSE 'some' END`,
    `substr( ${c} , 1 , 3 )`,
    `( ${c} IS NULL )`,
    `typeof( ${c} )`,
  ]);
}

export function someCondition(random: Random, column: number): string {
  const c = ref(column);
  return random.pick([
    `${c} IS NOT NULL`,
    `${c} > 0`,
    `${c} <> 'x;'`,
    `${c} IN ( 1 , 'a' , 'b)' )`,
    `length( ${c} ) > 1`,
  ]);
}

import type { Declared } from "../compile/declared.ts";
import { languageOf } from "../compile/languages.ts";
import { silenceOf } from "../compile/silenced.ts";
import type { Problem, Span } from "../problem/problem.ts";
import { word } from "../words/subject.ts";
import { autoincrement } from "./autoincrement.ts";
import { defaultTime } from "./default-time.ts";
import { doubleQuotedString } from "./double-quoted-string.ts";
import { foreignKeyAffinity } from "./foreign-key-affinity.ts";
import { foreignKeyWithoutIndex } from "./foreign-key-without-index.ts";
import { ftsWithoutTriggers } from "./fts-without-triggers.ts";
import { nameCase } from "./name-case.ts";
import { notStrict } from "./not-strict.ts";
import { nullablePrimaryKey } from "./nullable-primary-key.ts";
import { redundantIndex } from "./redundant-index.ts";
import { reservedName } from "./reserved-name.ts";
import type { Finding, InCode, Rule, RuleCode } from "./rule.ts";
import { selectStar } from "./select-star.ts";
import { toSort } from "./to-sort.ts";
import { tursoCannotOpen } from "./turso-cannot-open.ts";

export type Levels = Readonly<Partial<Record<string, "off" | "warn" | "error">>>;

/** Every rule that needs only declarations. Hints that are no longer needed require a database: see spent-hints.ts. */
export const rules: readonly Rule[] = [
  autoincrement,
  defaultTime,
  doubleQuotedString,
  foreignKeyAffinity,
  foreignKeyWithoutIndex,
  ftsWithoutTriggers,
  nameCase,
  notStrict,
  nullablePrimaryKey,
  redundantIndex,
  reservedName,
  selectStar,
  tursoCannotOpen,
];

/** The findings of the rules, without those that a comment silences with a reason. */
export function lint(declared: Declared, levels: Levels): readonly Problem[] {
  const used = new Set<unknown>();
  const found = rules.flatMap((rule) => {
    const level = levels[rule.code] ?? rule.level;
    if (level === "off") return [];
    return rule.find(declared.schema).flatMap((finding) => problemOf(finding, rule.code, level, declared) ?? []);
  });
  const heard = found.filter((problem) => {
    const silence = silenceOf(problem, declared.silences);
    if (silence !== undefined) used.add(silence);
    return silence === undefined;
  });
  return toSort([...heard, ...idle(declared, levels, used)], declared.sources);
}

/** Null if the rule does not fit the language in which this is declared. */
export function problemOf(
  finding: Finding,
  code: RuleCode,
  level: "warn" | "error",
  declared: Declared,
): Problem | null {
  const { places, also, message, on, label, why } = finding;
  const { spans } = declared;
  const at = places.map((place) => spans.get(place)).find((span) => span !== undefined);
  const help = helpFor(finding, at, declared);
  if (help === null) return null;
  const others = (also ?? []).flatMap((each) => {
    const span = spans.get(each.place);
    return span === undefined ? [] : [{ at: span, label: each.label }];
  });
  return {
    code,
    level: level === "warn" ? "warning" : "error",
    subject: subjectOf(on),
    message,
    ...(at !== undefined && { at }),
    ...(label !== undefined && at !== undefined && { label }),
    ...(others.length > 0 && { also: others }),
    ...(why !== undefined && { why }),
    help,
  };
}

function subjectOf([object, ...columns]: Finding["on"]): string {
  return columns.length === 0 ? word(object) : `${word(object)}.${columns.map(word).join(",")}`;
}

/** What to write, in the language of the file. */
function helpFor({ help, helpIn, on: [object] }: Finding, at: Span | undefined, declared: Declared) {
  const own = typeof help === "function" ? help(inCode(declared)) : help;
  if (at === undefined || helpIn === undefined) return own;
  const isPartial = declared.partial?.tables.includes(object) === true;
  const language = languageOf(at.file);
  const foreign = language === "typescript" ? (isPartial ? "drizzle" : null) : language;
  if (foreign === null) return own;
  return helpIn(foreign, (column) => {
    const span = declared.spans.get(`column:${object}.${column}`);
    return span === undefined ? column : (declared.sources.get(span.file)?.slice(span.start, span.end) ?? column);
  });
}

function inCode({ spans, sources }: Declared): InCode {
  const said = (key: string) => {
    const span = spans.get(key);
    return span === undefined ? null : (sources.get(span.file)?.slice(span.start, span.end) ?? null);
  };
  const isWord = (text: string | null): text is string => text !== null && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(text);
  const table = (name: string) => {
    const exported = said(`table:${name}`);
    return isWord(exported) ? exported : name.replace(/\W/g, "_");
  };
  return {
    table,
    column: (of, name) => {
      const key = said(`column:${of}.${name}`) ?? name;
      return isWord(key) ? `${table(of)}.${key}` : `${table(of)}[${JSON.stringify(name)}]`;
    },
  };
}

/**
 * Comments that silence a rule which has nothing to report there. Those that silence an error have already had their
 * effect.
 */
function idle(declared: Declared, levels: Levels, used: ReadonlySet<unknown>): readonly Problem[] {
  const level = levels["unused-ignore"] ?? "warn";
  if (level === "off") return [];
  const known = new Set<string>(rules.map((rule) => rule.code));
  return declared.silences
    .filter(
      (silence) =>
        known.has(silence.code) && !used.has(silence) && (levels[silence.code] ?? levelOf(silence.code)) !== "off",
    )
    .map((silence) => ({
      code: "unused-ignore",
      level: level === "warn" ? "warning" : "error",
      subject: silence.code,
      message: `\`${silence.code}\` finds nothing here`,
      at: silence.at,
      label: "silences nothing",
      help: ["remove the comment"],
    }));
}

function levelOf(code: string): Rule["level"] {
  return rules.find((rule) => rule.code === code)?.level ?? "warn";
}

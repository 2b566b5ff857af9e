import type { Problem } from "../problem/problem.ts";
import { count, plural } from "../words/numbers.ts";
import { cellCode, plainText, tableRow } from "./markdown.ts";
import type { TextOptions } from "./plan/plan-text.ts";
import { displayWidth, fit, oneLine, padEnd, wrap } from "./width.ts";

/** The result for a release that is already in use. */
export interface ReleaseResult {
  /** None for the empty database. */
  readonly releases: readonly string[];
  readonly fingerprint: string;
  /** Null unless it was planned for several. */
  readonly engine: string | null;
  /**
   * `same`: it is as declared. `reaches`: on all rows that were made for it. `refuses`: on some the application does not
   * start, as was decided. `open`: a decision is missing. `fails`: on some rows the plan does not end where it should.
   */
  readonly state: "same" | "reaches" | "refuses" | "open" | "fails";
  /** Databases that were generated for it, and the rows in them. */
  readonly databases: number;
  readonly rows: number;
  /** Tables for which no row was found that their constraints allow. */
  readonly rowless: readonly string[];
  /** The rules at which it stops: `unique:users.email`. */
  readonly refuses: readonly string[];
  /** The hints and decisions that the plan needs. */
  readonly needs: readonly string[];
  readonly problems: readonly Problem[];
}

const signs = { same: "=", reaches: "✓", refuses: "!", open: "?", fails: "✗" } as const;

const words: Readonly<Record<ReleaseResult["state"], string>> = {
  same: "is as declared",
  reaches: "reaches the declarations",
  refuses: "reaches the declarations, or refuses",
  open: "a decision is missing",
  fails: "fails on some rows",
};

function nameOf({ releases, engine }: ReleaseResult): string {
  const [first, ...more] = releases;
  const last = more.at(-1);
  const name = first === undefined ? "an empty database" : last === undefined ? first : `${first} to ${last}`;
  return engine === null ? name : `${name} (${engine})`;
}

function madeFor({ databases, rows }: ReleaseResult): string {
  return databases === 0 ? "" : `${plural(databases, "database")}, ${plural(rows, "row")}`;
}

function said({ state, refuses, rowless, problems }: ReleaseResult): readonly string[] {
  return [
    words[state],
    ...refuses.map((rule) => `refuses where rows break ${rule}`),
    ...[...new Set(problems.map(({ subject, code }) => (code === "vintage-fails" ? "" : subject)))]
      .filter((name) => name !== "")
      .map((name) => `open: ${name}`),
    ...(rowless.length === 0 ? [] : [`no row was found that the constraints of ${rowless.join(", ")} allow`]),
  ];
}

/** A table of releases with their results, followed by what each one still needs. */
export function releasesText(results: readonly ReleaseResult[], { style, width }: TextOptions): string {
  const wide = Math.min(40, Math.max(...results.map((one) => displayWidth(oneLine(nameOf(one))))));
  const lines = results.flatMap((one) => {
    const paint =
      one.state === "open" || one.state === "fails"
        ? style.error
        : one.state === "refuses"
          ? style.warning
          : style.good;
    const lead = `${paint(signs[one.state])} ${padEnd(fit(oneLine(nameOf(one)), wide), wide)}  `;
    const indent = " ".repeat(displayWidth(lead));
    const [state = "", ...more] = said(one);
    const made = madeFor(one);
    return [
      `${lead}${state}${made === "" ? "" : style.dim(`  ${made}`)}`,
      ...more.flatMap((line) =>
        wrap(oneLine(line), Math.max(20, width - displayWidth(lead))).map((part) => indent + part),
      ),
      ...one.needs.flatMap((need) =>
        wrap(`needs ${oneLine(need)}`, Math.max(20, width - displayWidth(lead))).map(
          (part) => indent + style.dim(part),
        ),
      ),
    ];
  });
  return `${lines.join("\n")}\n\n${style.bold(releasesSummary(results))}`;
}

export function releasesSummary(results: readonly ReleaseResult[]): string {
  const of = (...states: readonly ReleaseResult["state"][]) =>
    count(results.filter(({ state }) => states.includes(state)).length);
  const databases = results.reduce((sum, one) => sum + one.databases, 0);
  return `${plural(results.length, "schema")} out there: ${of("same", "reaches", "refuses")} reach the declarations, ${of("open")} open, ${of("fails")} fail; tried on ${plural(databases, "database")}.`;
}

/** The same for a pull request. */
export function releasesMarkdown(results: readonly ReleaseResult[]): string {
  const rows = results.map((one) =>
    tableRow([
      signs[one.state],
      cellCode(nameOf(one)),
      said(one).map(plainText).join("<br>"),
      madeFor(one),
      one.needs.map(cellCode).join("<br>"),
    ]),
  );
  return [
    "| | Release | Result | Tried on | Needs |",
    "|---|---|---|---|---|",
    ...rows,
    "",
    releasesSummary(results),
    "",
  ].join("\n");
}

import type { ProblemCode } from "../../problem/codes.ts";
import type { Problem } from "../../problem/problem.ts";
import type { Finding, Impact } from "../../queries/impact.ts";

const codes: Readonly<Record<Exclude<Finding["kind"], "works">, ProblemCode>> = {
  breaks: "query-breaks",
  captured: "query-captured",
  inserts: "query-insert",
  columns: "query-columns",
  scans: "query-scan",
};

/** What a plan does to queries, as problems at their lines, for code scanning and annotations. */
export function queryProblems({ breaks, captured, inserts, columns, scans }: Impact): readonly Problem[] {
  return [...breaks, ...captured, ...inserts, ...scans, ...columns].flatMap((finding): readonly Problem[] => {
    const { kind, query, message, because, at } = finding;
    if (kind === "works") return [];
    const grave = kind === "breaks" || kind === "captured" || kind === "inserts";
    return [
      {
        code: codes[kind],
        level: grave ? "error" : "warning",
        subject: query.name ?? `${query.file}:${query.line}`,
        message: `${message} (${because})`,
        ...(at !== null && { at }),
        help: [],
      },
    ];
  });
}

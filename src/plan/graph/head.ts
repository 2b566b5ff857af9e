import type { Problem } from "../../problem/problem.ts";
import {
  emptyHeader,
  type Header,
  refuseCarriageReturns,
  refuseConflicts,
  refuseOtherFormats,
  takeHeaderLine,
  whole,
} from "../read-header.ts";
import { linesOf, normal, Unsealed, Unusable, unusable } from "../unusable.ts";

/** A plan as part of its folder: an edge from one fingerprint to another, with what is shown about it. */
export interface PlanHead extends Header {
  /** The file as the user named it. */
  readonly file: string;
  readonly seal: string;
}

export type ReadHead =
  | { readonly ok: true; readonly head: PlanHead }
  | { readonly ok: false; readonly file: string; readonly problem: Problem };

/** Where the statements begin. Everything above is read, whatever the size of the plan. */
const statements = /^--@ (?:session |transaction$)/m;

/** Whether the beginning of a file, read so far, holds the whole header. */
export function holdsHeader(start: string): boolean {
  return statements.test(normal(start));
}

/**
 * Reads the two ends of a plan file: `start` holds the header, `end` the last line. Nothing between them is read, so
 * the seal is not checked; running the plan reads all of it.
 */
export function readHead(file: string, start: string, end: string): ReadHead {
  try {
    return { ok: true, head: { file, ...headerIn(normal(start)), seal: sealIn(normal(end)) } };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    const checked = unusable(error, file);
    const [problem] = checked.ok ? [] : checked.problems;
    if (problem === undefined) throw error;
    return { ok: false, file, problem };
  }
}

function headerIn(text: string): Header {
  const begins = statements.exec(text);
  const header = begins === null ? text : text.slice(0, begins.index);
  refuseConflicts(header);
  const [first, ...lines] = linesOf(header);
  refuseOtherFormats(first);
  refuseCarriageReturns(header);
  if (begins === null) throw new Unusable("the file does not open its transaction", first ?? null);
  const draft = emptyHeader();
  for (const line of lines) {
    if (line.text.trim() === "" || takeHeaderLine(draft, line)) continue;
    throw new Unusable("this line is not part of a plan's header", line);
  }
  return whole(draft, first);
}

function sealIn(end: string): string {
  const seal = /(?:^|\n)--@ seal (sha256:[0-9a-f]{64})\s*$/.exec(end)?.[1];
  if (seal === undefined) throw new Unsealed("the file does not end in its seal: it was cut off, or edited", null);
  return seal;
}

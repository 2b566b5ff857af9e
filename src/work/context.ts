import type { ApplyEvent } from "../apply/events.ts";
import type { FleetResult } from "../fleet/roll-out.ts";
import { type Checked, failed, fine, type Problem, type Sources, Trouble } from "../problem/problem.ts";
import { systemTrouble } from "./system-error.ts";

/** What a piece of work says while it runs. */
export type Told =
  /** What does not stop the work. */
  | { readonly kind: "warnings"; readonly problems: readonly Problem[] }
  /** Texts that were read; problems may point into them, and not all of them are files. */
  | { readonly kind: "read"; readonly sources: Sources }
  /** What the database has and the schema has no word for: it stays. */
  | {
      readonly kind: "kept";
      readonly by: "Drizzle" | "Prisma";
      readonly objects: readonly { readonly kind: string; readonly name: string }[];
    }
  /** A file on another machine is copied here. */
  | { readonly kind: "fetching"; readonly target: string; readonly bytes: number; readonly of: number }
  | { readonly kind: "fetched"; readonly target: string; readonly bytes: number; readonly how: string }
  /** So many databases of a fleet were looked at. */
  | { readonly kind: "looking"; readonly done: number; readonly of: number }
  /** A change or a rehearsal begins; what it tells while it runs comes next. */
  | { readonly kind: "begins"; readonly target: string }
  | { readonly kind: "apply"; readonly event: ApplyEvent }
  /** The last event again, while a long statement says nothing. */
  | { readonly kind: "alive"; readonly event: ApplyEvent }
  /** A hook of the configuration begins; and what it prints, on either of its streams. */
  | { readonly kind: "hook"; readonly which: "before" | "after"; readonly words: string }
  | { readonly kind: "hook-output"; readonly chunk: Uint8Array }
  /** What came of one database of a fleet. */
  | { readonly kind: "database"; readonly result: FleetResult; readonly done: number; readonly of: number }
  /** The database is empty, no plan of the folder begins there, and it is created as declared. */
  | { readonly kind: "creating"; readonly target: string; readonly folder: string }
  /** The plans of a folder that are applied, in order, and those of another path that are not. */
  | {
      readonly kind: "behind";
      readonly target: string;
      readonly plans: readonly string[];
      readonly instead: readonly string[];
    }
  /** Nothing is left to do: the database is where this plan leads. */
  | { readonly kind: "reached"; readonly target: string; readonly plan: string };

export type Tell = (told: Told) => void;

/** What any piece of work can be given beside what it is about. */
export interface Listening {
  readonly tell?: Tell;
  /** Stops the work: what is under way is rolled back. */
  readonly signal?: AbortSignal;
}

/** The same inside, with all of it there. */
export interface Context {
  /** The work as the command line calls it, for messages that show a command. */
  readonly command: string;
  /** Where relative paths start; absolute. */
  readonly cwd: string;
  readonly tell: Tell;
  readonly signal: AbortSignal;
}

export const neverAborted: AbortSignal = new AbortController().signal;

/** Runs a piece of work. Expected trouble comes back as a value; anything else that is thrown is a bug. */
export async function checked<T>(
  command: string,
  cwd: string,
  { tell, signal = neverAborted }: Listening,
  work: (context: Context) => Promise<T>,
): Promise<Checked<T>> {
  const warnings: Problem[] = [];
  const context: Context = {
    command,
    cwd,
    signal,
    tell: (told) => {
      if (told.kind === "warnings") warnings.push(...told.problems);
      tell?.(told);
    },
  };
  try {
    return fine(await work(context), warnings);
  } catch (error) {
    if (error instanceof Trouble) return failed(...error.problems);
    const refused = systemTrouble(error, cwd);
    if (refused === null) throw error;
    return failed(refused);
  }
}

/** The value, or out of the work with its problems. Warnings are told at once. */
export function need<T>({ tell }: Pick<Context, "tell">, checked: Checked<T>): T {
  if (!checked.ok) throw new Trouble(...checked.problems);
  if (checked.warnings.length > 0) tell({ kind: "warnings", problems: checked.warnings });
  return checked.value;
}

export function refuse(...problems: readonly Problem[]): never {
  throw new Trouble(...problems);
}

import type { ApplyEvent } from "../apply/events.ts";
import type { Asking } from "../database/heard.ts";
import type { FleetResult } from "../fleet/roll-out.ts";
import type { Problem, Sources } from "../problem/problem.ts";

/** What a use case reports while it runs. */
export type Told = ToldByAll | ToldByChange;

export type ToldByAll =
  /** Problems that do not stop the work. */
  | { readonly kind: "warnings"; readonly problems: readonly Problem[] }
  /** Texts that were read. Problems may point into them, and not all of them are files. */
  | { readonly kind: "read"; readonly sources: Sources }
  /** What the database has and the schema language cannot express: it stays. */
  | {
      readonly kind: "kept";
      readonly by: "Drizzle" | "Prisma";
      readonly objects: readonly { readonly kind: string; readonly name: string }[];
    }
  /** A file is copied from another machine. */
  | { readonly kind: "fetching"; readonly target: string; readonly bytes: number; readonly of: number }
  | { readonly kind: "fetched"; readonly target: string; readonly bytes: number; readonly how: string }
  /** A question about the rows takes longer than a moment; null once it is answered. */
  | { readonly kind: "asking"; readonly target: string; readonly asking: Asking | null }
  /** The number of databases of a fleet inspected so far. */
  | { readonly kind: "looking"; readonly done: number; readonly of: number };

/** Reported only when a database is changed, or a change is rehearsed. */
export type ToldByChange =
  /** A change or rehearsal begins; its events follow. */
  | { readonly kind: "begins"; readonly target: string }
  | { readonly kind: "apply"; readonly event: ApplyEvent }
  /** Repeats the last event while a long statement runs. */
  | { readonly kind: "alive"; readonly event: ApplyEvent }
  /** A configured hook begins; and its output, from both streams. */
  | { readonly kind: "hook"; readonly which: "before" | "after" | "seed"; readonly words: string }
  | { readonly kind: "hook-output"; readonly chunk: Uint8Array }
  /** The outcome of one database of a fleet. */
  | { readonly kind: "database"; readonly result: FleetResult; readonly done: number; readonly of: number }
  /** The database is empty and no plan of the folder starts there, so it is created as declared. */
  | { readonly kind: "creating"; readonly target: string; readonly folder: string }
  /** The plans of a folder that are applied, in order, and those of another path, which are not. */
  | {
      readonly kind: "behind";
      readonly target: string;
      readonly plans: readonly string[];
      /** After a change to the schema: what its rows lack is a change of its own, with its own undo. */
      readonly again: boolean;
      readonly instead: readonly string[];
    }
  /** Nothing is left to do: the database matches the declarations. */
  | { readonly kind: "there-already"; readonly target: string };

import { canonicalPart, equal } from "../model/canonical.ts";
import { asideName, namesIn } from "../model/aside.ts";
import { compareText, fold, named, sameName } from "../model/names.ts";
import type { Column, Schema, Table } from "../model/schema.ts";
import { subject } from "../words/subject.ts";
import type { Hints } from "../model/hints.ts";
import type { HazardKind } from "../plan/kinds.ts";
import type { Decision } from "../plan/plan.ts";

export interface Renames {
  /** Live name to declared name. */
  readonly tables: readonly Rename[];
  /** `table` is the declared name. */
  readonly columns: readonly ColumnRename[];
  /** Decisions that rename nothing. */
  readonly unused: readonly Decision[];
}

export interface Rename {
  readonly from: string;
  readonly to: string;
  /** It is dropped, and something else takes its name: until then it is named `to`, which nothing else uses. */
  readonly goes: boolean;
}

export type ColumnRename = Rename & { readonly table: string };

type Pair = Pick<Rename, "from" | "to">;

/**
 * Which live object each declared one used to be. A decision always counts. A hint counts only until it has taken
 * effect: while the old name exists and the new one does not, or while dropping the owner of the new name is approved.
 * Names that differ only in case are renames, too.
 */
export function renames(live: Schema, target: Schema, hints: Hints, decisions: readonly Decision[]): Renames {
  const unused: Decision[] = [];
  const decided = decisions.filter((decision) => decision.kind === "rename-table");
  const tables = pairNames(
    {
      live: live.tables.map(({ name }) => name),
      target: target.tables.map(({ name }) => name),
      taken: new Set([...namesIn(live), ...namesIn(target)]),
      same: (from, to) => sameTable(named(live.tables, from), named(target.tables, to)),
      mayGo: (name) => isDropped(decisions, "drop-table", subject(name)),
    },
    decided,
    hints.tables,
  );
  unused.push(...decided.filter((decision) => !tables.some((rename) => isRename(rename, decision))));
  const columns = target.tables.flatMap((table) => {
    const from = tables.find((rename) => rename.to === table.name)?.from ?? table.name;
    const before = named(live.tables, from);
    if (before === undefined) return [];
    return columnRenames(before, table, hints, decisions);
  });
  for (const decision of decisions) {
    if (decision.kind !== "rename-column") continue;
    const used = columns.some((rename) => sameName(rename.table, decision.table) && isRename(rename, decision));
    if (!used) unused.push(decision);
  }
  const sorted = [...columns].sort((a, b) => compareText(`${a.table}\0${a.to}`, `${b.table}\0${b.to}`));
  return { tables: [...tables].sort((a, b) => compareText(a.to, b.to)), columns: sorted, unused };
}

function columnRenames(before: Table, after: Table, hints: Hints, decisions: readonly Decision[]): ColumnRename[] {
  const decided = decisions
    .filter((decision) => decision.kind === "rename-column")
    .filter((decision) => sameName(decision.table, after.name));
  const hinted = hints.columns.filter((hint) => sameName(hint.table, after.name));
  const pairs = pairNames(
    {
      live: before.columns.map(({ name }) => name),
      target: after.columns.map(({ name }) => name),
      taken: new Set([before, after].flatMap(({ columns }) => columns.map(({ name }) => fold(name)))),
      same: (from, to) => sameColumn(named(before.columns, from), named(after.columns, to)),
      mayGo: (name) => isDropped(decisions, "drop-column", subject(before.name, name)),
    },
    decided,
    hinted,
  );
  return pairs.map((pair) => ({ ...pair, table: after.name }));
}

function isDropped(decisions: readonly Decision[], rule: HazardKind, object: string): boolean {
  return decisions.some((each) => each.kind === "approve" && each.rule === rule && sameName(each.object, object));
}

/** The tables of a schema, or the columns of a table, before and after. */
interface Sides {
  readonly live: readonly string[];
  readonly target: readonly string[];
  /** Names, folded, that cannot be used temporarily. */
  readonly taken: ReadonlySet<string>;
  readonly same: (from: string, to: string) => boolean;
  /** Whether dropping the live one is approved. */
  readonly mayGo: (name: string) => boolean;
}

/** Decisions first, then hints, then names that differ in case. No name is given or taken twice. */
function pairNames(sides: Sides, decided: readonly Pair[], hinted: readonly Pair[]): Rename[] {
  const { live, target, taken, same, mayGo } = sides;
  const pairs: Pair[] = [];
  const [inLive, inTarget] = [finder(live), finder(target)];
  const free = (from: string, to: string) => !pairs.some((pair) => sameName(pair.from, from) || sameName(pair.to, to));
  const add = (from: string, to: string) => {
    const [old, fresh] = [inLive(from), inTarget(to)];
    if (old !== undefined && fresh !== undefined && old !== fresh && free(old, fresh))
      pairs.push({ from: old, to: fresh });
  };
  for (const { from, to } of decided) add(from, to);
  const bearers = new Set(pairs.flatMap(({ to }) => inLive(to) ?? []));
  for (const { from, to } of hinted) {
    const bearer = inLive(to);
    const makesRoom = bearer !== undefined && inTarget(from) === undefined && mayGo(bearer);
    if (bearer === undefined || makesRoom) add(from, to);
    if (makesRoom) bearers.add(bearer);
  }
  for (const cycle of cycles(hinted)) {
    const all = cycle.every(({ from, to }) => inLive(to) !== undefined && same(from, to) && !same(to, to));
    if (all) for (const { from, to } of cycle) add(from, to);
  }
  const clear = withoutCollisions(inLive, pairs, bearers);
  pairs.splice(0, pairs.length, ...clear);
  for (const to of target) {
    const from = inLive(to);
    if (from !== undefined && from !== to && !bearers.has(from)) add(from, to);
  }
  const kept = withoutCollisions(inLive, pairs, bearers);
  const going = kept.flatMap(({ from, to }) => {
    const bearer = inLive(to);
    return bearer === undefined || bearer === from || kept.some((pair) => pair.from === bearer) ? [] : [bearer];
  });
  return [
    ...kept.map((pair) => ({ ...pair, goes: false })),
    ...going.map((from) => ({ from, to: asideName(from, taken), goes: true })),
  ];
}

/**
 * Nothing is renamed to a name that something else keeps, unless a decision says so: that would overwrite its owner.
 */
function withoutCollisions(inLive: Finder, pairs: readonly Pair[], going: ReadonlySet<string>): Pair[] {
  const clear = pairs.filter(({ from, to }) => {
    const bearer = inLive(to);
    const free = bearer === undefined || bearer === from || going.has(bearer);
    return free || pairs.some((pair) => pair.from === bearer);
  });
  return clear.length === pairs.length ? clear : withoutCollisions(inLive, clear, going);
}

/**
 * Hints that swap names in a circle (a was b, b was a). They have taken effect once the objects fit their own names.
 */
function cycles(hinted: readonly Pair[]): Pair[][] {
  const found: Pair[][] = [];
  for (const start of hinted) {
    const cycle = [start];
    for (let at = start; !sameName(at.from, start.to); ) {
      const next = hinted.find((hint) => sameName(hint.to, at.from));
      if (next === undefined || cycle.includes(next)) break;
      cycle.push(next);
      at = next;
    }
    if (cycle.length > 1 && sameName(cycle.at(-1)?.from ?? "", start.to)) found.push(cycle);
  }
  return found;
}

function sameTable(a: Table | undefined, b: Table | undefined): boolean {
  return a !== undefined && b !== undefined && equal({ ...a, name: "" }, { ...b, name: "" });
}

function sameColumn(a: Column | undefined, b: Column | undefined): boolean {
  return a !== undefined && b !== undefined && canonicalPart({ ...a, name: "" }) === canonicalPart({ ...b, name: "" });
}

function isRename(rename: Pair, decision: Decision): boolean {
  return "from" in decision && sameName(rename.from, decision.from) && sameName(rename.to, decision.to);
}

type Finder = (name: string) => string | undefined;

/** The exact name, or else the first that differs from it only in case. */
function finder(names: readonly string[]): Finder {
  const exact = new Set(names);
  const folded = new Map(names.map((name) => [fold(name), name] as const).reverse());
  return (name) => (exact.has(name) ? name : folded.get(fold(name)));
}

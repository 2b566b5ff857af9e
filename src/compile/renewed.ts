import { nothingBeside } from "../model/beside.ts";
import { objectsOf } from "../model/canonical.ts";
import { grouped } from "../model/grouped.ts";
import { fold, objectKey } from "../model/names.ts";
import { mentions } from "../sql/mentions.ts";
import { checkForeignKeys } from "./create/foreign-keys.ts";
import { judgedInPart } from "./create/judged-in-part.ts";
import { mayMention, mentionsAny, ofVectors, spread, tableOf, touch, type Wanted } from "./create/judged.ts";
import type { Statement } from "./create/write-objects.ts";
import { searchable, textIn } from "./lines.ts";
import { arranged, type Packed, type PackedObject, packObject, textOf, unpack } from "./packed.ts";
import type { PackedPart } from "./stored.ts";

/**
 * A schema of which some files were read again. Judged are only the objects that differ and those that mention one of
 * them, with what they need; of the others none is even unpacked. Null if there is more to consider, or if anything is wrong.
 */
export function renewed(
  before: Packed,
  parts: readonly PackedPart[],
  fresh: ReadonlyMap<string, Statement>,
): Packed | null {
  const { opaque, ignored, requoted } = before.rest;
  if ([opaque, ignored, requoted].some((list) => list.length > 0)) return null;
  if (makesMore(before)) return null;
  const held = new Map(before.objects.map((each) => [each.key, each]));
  const all: Candidate[] = [];
  for (const { objects } of parts)
    for (const each of objects) {
      const key = objectKey(each);
      const candidate = candidateOf(key, held.get(key) ?? null, fresh.get(key) ?? null);
      if (candidate === null) return null;
      all.push(candidate);
    }
  const gone = goneFrom(before, all);
  const open = openAmong(all, gone, before);
  const most = all.length / 2;
  if (open.size > most) return null;
  const judged = judgedAnew(all, open, gone, before, most);
  if (judged === null) return null;
  const objects: PackedObject[] = [];
  for (const each of all) {
    const now = judged.get(each.key) ?? heldOf(each);
    if (now === null) return null;
    objects.push(now);
  }
  return arranged(objects, before.rest);
}

/** An object of the declarations. There are thousands, most of which were not read again: these are as they were. */
type Candidate = PackedObject | Reread;

interface Reread extends Pick<PackedObject, "kind" | "name" | "key" | "table"> {
  /** As it was before; null if it is new. */
  readonly held: PackedObject | null;
  readonly now: Statement;
  readonly differs: boolean;
}

function candidateOf(key: string, held: PackedObject | null, now: Statement | null): Candidate | null {
  if (now === null) return held;
  const { kind, name, written } = now;
  const differs = held === null || held.name !== name || textOf(held) !== written.sql;
  const table = differs ? tableOf(now, undefined) : held.table;
  return { kind, name, key, table, held, now, differs };
}

function heldOf(each: Candidate): PackedObject | null {
  return "now" in each ? each.held : each;
}

function goneFrom({ objects }: Packed, all: readonly Candidate[]): readonly PackedObject[] {
  const there = all.map(heldOf).filter((each) => each !== null);
  if (there.length === objects.length) return [];
  const kept = new Set(there);
  return objects.filter((each) => !kept.has(each));
}

function sqlOf(each: Candidate): string {
  return "now" in each ? each.now.written.sql : textOf(each);
}

/** Where it is declared only matters for problems, and with any the files are read as a whole. */
function statementOf(each: Candidate): Statement {
  if ("now" in each) return each.now;
  const { kind, name } = each;
  const at = { file: "", start: 0, end: 0 };
  return { object: { name, at }, kind, name, written: { sql: textOf(each), marks: () => [] }, places: at };
}

/** Those whose lines may hold one of these names: of most, many together do not. */
function suspects(objects: readonly PackedObject[], names: Wanted): readonly PackedObject[] {
  const found: PackedObject[] = [];
  for (let from = 0; from < objects.length; from += 50) {
    const some = objects.slice(from, from + 50);
    if (!mayMention(searchable(some.map(({ text }) => text)), names)) continue;
    for (const each of some) if (mayMention(textIn(each.text), names)) found.push(each);
  }
  return found;
}

/** Tables of its own, whose names another object could have. */
function makesMore({ objects }: Packed): boolean {
  if (objects.some(({ kind }) => kind === "virtual-table")) return true;
  const indexes = objects.filter(({ kind }) => kind === "index");
  return suspects(indexes, ofVectors).length > 0;
}

/** What differs, and all that mentions it, or what is gone. */
function openAmong(all: readonly Candidate[], gone: readonly PackedObject[], before: Packed): ReadonlySet<Candidate> {
  const open = new Set(all.filter((each) => "now" in each && each.differs));
  const touched = new Set<string>();
  for (const each of open) {
    touch(touched, each.name, each.table);
    const held = heldOf(each);
    if (held !== null) touch(touched, held.name, held.table);
  }
  for (const { name, table } of gone) touch(touched, name, table);
  spread(all, open, touched, all.length / 2, (names) => {
    const suspected = new Set<Candidate>(suspects(before.objects, names));
    return (each) => ("now" in each || suspected.has(each)) && mentionsAny(sqlOf(each), names);
  });
  return open;
}

/** Those that are not as they were, by key. */
function judgedAnew(
  all: readonly Candidate[],
  open: ReadonlySet<Candidate>,
  gone: readonly PackedObject[],
  before: Packed,
  most: number,
): ReadonlyMap<string, PackedObject> | null {
  const needed = neededBy(open, all);
  const keys = new Set([...needed, ...gone].map(({ key }) => key));
  const objects = before.objects.filter(({ key }) => keys.has(key));
  const held = unpack({ objects, rest: before.rest });
  const statements = all.filter((each) => needed.has(each)).map(statementOf);
  const known = { tables: new Map(), unexported: new Map() };
  const about = { known, broken: new Set<string>(), beside: nothingBeside };
  const schema = judgedInPart(statements, { schema: held, alone: true }, about, most);
  if (schema === null) return null;
  // Those of other tables are as they were: whatever they refer to is mentioned by them.
  const concerned = new Set([...open].map(({ name }) => fold(name)));
  if (checkForeignKeys(schema, known, about.broken, () => new Map(), concerned).length > 0) return null;
  const same = new Set(objectsOf(held));
  return new Map(
    objectsOf(schema).flatMap((each) => (same.has(each) ? [] : [[objectKey(each), packObject(each)] as const])),
  );
}

/** They, and what is needed to judge them: what they mention and what that mentions, but for what tables refer to in turn. */
function neededBy(open: ReadonlySet<Candidate>, all: readonly Candidate[]): ReadonlySet<Candidate> {
  const byName = new Map<string, Candidate>();
  for (const each of all) if (each.table === null) byName.set(fold(each.name), each);
  const on = grouped(
    all.filter(({ table }) => table !== null),
    ({ table }) => fold(table ?? ""),
  );
  const needed = new Set<Candidate>();
  for (const each of open) {
    add(each);
    if (each.kind === "table") addMentioned(each);
  }
  return needed;

  function add(candidate: Candidate | undefined): void {
    if (candidate === undefined || needed.has(candidate)) return;
    needed.add(candidate);
    if (candidate.kind !== "table") addMentioned(candidate);
    if (candidate.table === null) for (const each of on.get(fold(candidate.name)) ?? []) add(each);
  }

  function addMentioned(candidate: Candidate): void {
    for (const mentioned of mentions(sqlOf(candidate))) add(byName.get(mentioned));
  }
}

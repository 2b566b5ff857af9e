import { fold, columnKey } from "../../model/names.ts";
import type { Schema } from "../../model/schema.ts";
import type { Decision } from "../../plan/plan.ts";
import { type Diagram, type DiagramMark, type Entity, type Field, type Relation, diagramOf } from "./diagram.ts";

/**
 * Two states in one diagram. Declared objects are drawn as they will be; dropped ones are drawn as well, marked.
 * Renames come from the plan's decisions: without one, a new name is an addition and the old one is dropped.
 */
export function diagramOfChange(before: Schema, after: Schema, decisions: readonly Decision[]): Diagram {
  const old = diagramOf(before);
  const now = diagramOf(after);
  const names = renames(decisions);
  const oldOf = now.entities.map((entity) => findOld(old, entity, names));
  const entities = now.entities.map((entity, at) => {
    const was = oldOf[at];
    return was === undefined
      ? marked(entity, "added")
      : compare(was, entity, names, differs(before, after, was, entity));
  });
  const gone = old.entities.filter((entity) => !oldOf.includes(entity)).map((entity) => marked(entity, "dropped"));
  const all = [...entities, ...gone];
  return { entities: all, relations: relations(old, now, all, oldOf), compares: true };
}

interface Renames {
  /** New name to old, folded. */
  readonly tables: ReadonlyMap<string, string>;
  /** `table.new` to the old name, folded; the table has whichever name the decision used. */
  readonly columns: ReadonlyMap<string, string>;
}

function renames(decisions: readonly Decision[]): Renames {
  const tables = new Map<string, string>();
  const columns = new Map<string, string>();
  for (const decision of decisions) {
    if (decision.kind === "rename-table") tables.set(fold(decision.to), fold(decision.from));
    if (decision.kind === "rename-column") columns.set(columnKey(decision.table, decision.to), fold(decision.from));
  }
  return { tables, columns };
}

function findOld(old: Diagram, entity: Entity, names: Renames): Entity | undefined {
  const name = (entity.kind === "table" ? names.tables.get(fold(entity.name)) : undefined) ?? fold(entity.name);
  return old.entities.find((one) => fold(one.name) === name && (one.kind === "view") === (entity.kind === "view"));
}

function marked(entity: Entity, mark: DiagramMark): Entity {
  return { ...entity, mark };
}

function compare(was: Entity, entity: Entity, names: Renames, differs: boolean): Entity {
  const kept = new Set<Field>();
  const fields = entity.fields.map((field) => {
    const older = oldField(was, entity, field, names);
    if (older === undefined) return { ...field, mark: "added" as const };
    kept.add(older);
    return compareField(older, field);
  });
  const gone = was.fields.filter((field) => !kept.has(field)).map((field) => ({ ...field, mark: "dropped" as const }));
  const all = [...fields, ...gone];
  const inside = all.some((field) => field.mark !== null);
  const renamed = was.name !== entity.name;
  const note = differs && !inside ? (entity.kind === "table" ? "constraints or defaults" : "definition") : null;
  const mark = renamed ? "renamed" : inside || differs ? "changed" : null;
  return { ...entity, mark, was: renamed ? was.name : null, note, fields: all };
}

function oldField(was: Entity, entity: Entity, field: Field, names: Renames): Field | undefined {
  const from = [entity.name, was.name]
    .map((table) => names.columns.get(columnKey(table, field.name)))
    .find((name) => name !== undefined);
  return was.fields.find((one) => fold(one.name) === (from ?? fold(field.name)));
}

function compareField(older: Field, field: Field): Field {
  if (fold(older.name) !== fold(field.name)) return { ...field, mark: "renamed", was: older.name };
  const shape = (one: Field): string => JSON.stringify([one.type.toLowerCase(), one.nullable, one.badges]);
  if (shape(older) === shape(field)) return field;
  const type = (one: Field): string => `${one.type || "any"}${one.nullable ? "?" : ""}`;
  return { ...field, mark: "changed", was: type(older) === type(field) ? null : type(older) };
}

/** Whether anything but its formatting differs; for a renamed table, its columns and constraints count. */
function differs(before: Schema, after: Schema, was: Entity, entity: Entity): boolean {
  return shape(find(before, was)) !== shape(find(after, entity));
}

function find(schema: Schema, entity: Entity): object | undefined {
  const all = [...schema.tables, ...schema.views, ...schema.virtualTables];
  return all.find((one) => one.kind === entity.kind && one.name === entity.name);
}

/** `text`, `at` and `comment` say how something was written, not what it is. */
function shape(object: object | undefined): string {
  return JSON.stringify({ ...object, name: "" }, (key, value: unknown) =>
    key === "text" || key === "at" || key === "comment" ? undefined : value,
  );
}

function relations(
  old: Diagram,
  now: Diagram,
  entities: readonly Entity[],
  oldOf: readonly (Entity | undefined)[],
): readonly Relation[] {
  const place = (at: number): number => {
    const entity = old.entities[at];
    const survivor = oldOf.indexOf(entity);
    return survivor >= 0 ? survivor : entities.findIndex((one) => one.mark === "dropped" && one.name === entity?.name);
  };
  const fieldOf = (at: number, entity: number, field: number): number => {
    const name = fold(old.entities[at]?.fields[field]?.name ?? "");
    return (entities[entity]?.fields ?? []).findIndex(
      (one) => fold(one.mark === "renamed" ? (one.was ?? "") : one.name) === name,
    );
  };
  const moved = old.relations.map((relation) => {
    const child = place(relation.child);
    const parent = place(relation.parent);
    return {
      ...relation,
      child,
      parent,
      childField: fieldOf(relation.child, child, relation.childField),
      parentField: fieldOf(relation.parent, parent, relation.parentField),
    };
  });
  const same = (a: Relation, b: Relation): boolean =>
    a.child === b.child && a.parent === b.parent && a.childField === b.childField && a.parentField === b.parentField;
  const kept = now.relations.map((relation) => {
    const older = moved.find((one) => same(one, relation));
    if (older === undefined) return { ...relation, mark: "added" as const };
    return older.onDelete === relation.onDelete && older.optional === relation.optional
      ? relation
      : { ...relation, mark: "changed" as const };
  });
  const gone = moved
    .filter((one) => !now.relations.some((relation) => same(one, relation)))
    .map((one) => ({ ...one, mark: "dropped" as const }));
  return [...kept, ...gone];
}

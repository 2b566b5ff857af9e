import type { Diagram, Entity, Field, Relation } from "./diagram.ts";
import { plural } from "../../words/numbers.ts";
import { displayWidth, fit, oneLine } from "../width.ts";

/**
 * The size of an entity. Text is set in a monospaced font, so its width follows from its length; there is no font to
 * measure when a diagram is made. 0.62 em is the widest of the usual fonts.
 */
export const cell = 12 * 0.62;
const headCell = 13 * 0.62;
export const headHeight = 32;
export const rowHeight = 22;
const padding = 12;
export const badgeWidth = 24;
export const markWidth = 16;
const longest = 44;

export interface Row {
  /** Index in the entity's fields; -1 for the line that counts those that are not shown. */
  readonly field: number;
  readonly name: string;
  readonly type: string;
}

export interface Box {
  readonly entity: number;
  readonly title: string;
  /** In small type under the title: the kind, and what changed. */
  readonly subtitle: string;
  readonly rows: readonly Row[];
  readonly width: number;
  readonly height: number;
}

/** `stubs` are references whose parent is too far away for a line: the row names the parent instead. */
export function boxOf(diagram: Diagram, at: number, brief: boolean, stubs: readonly Relation[]): Box {
  const entity = diagram.entities[at] as Entity;
  const shown = entity.fields
    .map((field, index) => ({ field, index }))
    .filter(({ field }) => !brief || field.badges.length > 0 || field.mark !== null || entity.kind === "view");
  const rows = shown.map(({ field, index }): Row => {
    const stub = stubs.find((relation) => relation.childField === index);
    const parent = stub === undefined ? undefined : diagram.entities[stub.parent]?.name;
    const type = typeOf(field);
    return {
      field: index,
      name: cut(field.name),
      type: parent === undefined ? type : `${type} → ${cut(parent)}`,
    };
  });
  const left = entity.fields.length - shown.length;
  if (left > 0) rows.push({ field: -1, name: `${plural(left, "more column")}`, type: "" });
  const title = cut(entity.name);
  const subtitle = subtitleOf(entity);
  const gutter = diagram.compares ? markWidth : 0;
  const widths = rows.map((row) => {
    const type = row.type === "" ? 0 : displayWidth(row.type) * cell + 18;
    return gutter + badgeWidth + displayWidth(row.name) * cell + type;
  });
  const sign = entity.mark === null ? 0 : 2;
  const head = (displayWidth(title) + sign) * headCell + (subtitle === "" ? 0 : displayWidth(subtitle) * 7 + 20);
  return {
    entity: at,
    title,
    subtitle,
    rows,
    width: Math.ceil(Math.max(130, head, ...widths) + 2 * padding),
    height: headHeight + rows.length * rowHeight + (rows.length > 0 ? 6 : 0),
  };
}

export const boxPadding = padding;

function cut(text: string): string {
  return fit(oneLine(text), longest);
}

function typeOf(field: Field): string {
  const was = field.was === null ? "" : field.mark === "renamed" ? `was ${cut(field.was)}` : `${cut(field.was)} →`;
  const type = `${cut(field.type)}${field.nullable ? "?" : ""}`;
  if (was === "") return type;
  return field.mark === "renamed" ? `${type} (${was})` : `${was} ${type}`;
}

function subtitleOf(entity: Entity): string {
  const kind = entity.kind === "table" ? "" : entity.kind.replace("-", " ");
  const mark = entity.was === null ? (entity.mark ?? "") : `was ${cut(entity.was)}`;
  return [kind, mark].filter((part) => part !== "").join(", ");
}

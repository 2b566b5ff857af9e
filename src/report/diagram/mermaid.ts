import type { Diagram, DiagramMark, Entity, Field, Relation } from "./diagram.ts";
import { changedAndNear } from "./plan-picture.ts";
import { unreachable } from "../../problem/problem.ts";
import { printable } from "../width.ts";

/** `left` is the number of entities that did not fit. */
export interface Mermaid {
  readonly text: string;
  readonly left: number;
}

/** GitHub's renderer gives up above this many characters, or above 500 lines between boxes. */
const mostText = 45_000;
const mostRelations = 480;

/**
 * An entity diagram that GitHub and most documentation tools draw. Entities go by numbers with their names as labels,
 * because a label may hold any character and an identifier may not.
 */
export function mermaid(diagram: Diagram, room = mostText): Mermaid {
  const keep = wanted(diagram);
  const lines: string[] = ["erDiagram"];
  let size = lines[0]?.length ?? 0;
  const drawn = new Set<number>();
  for (const at of keep) {
    const entity = diagram.entities[at];
    if (entity === undefined) continue;
    const block = entityLines(entity, at, diagram.compares);
    const more = block.join("\n").length + 1;
    if (size + more > room) break;
    size += more;
    drawn.add(at);
    lines.push(...block);
  }
  const between = diagram.relations.filter((one) => drawn.has(one.child) && drawn.has(one.parent));
  for (const relation of between.slice(0, mostRelations)) {
    const line = relationLine(relation);
    size += line.length + 1;
    if (size > room + 4_000) break;
    lines.push(line);
  }
  return { text: `${lines.join("\n")}\n`, left: keep.length - drawn.size };
}

/** In a comparison, only what changes and its neighbours; otherwise every entity except views. */
function wanted(diagram: Diagram): readonly number[] {
  const all = diagram.entities.map((_, at) => at);
  if (!diagram.compares) return all.filter((at) => diagram.entities[at]?.kind !== "view");
  // What changes comes first: if there is no room for everything, neighbours are left out.
  const near = changedAndNear(diagram);
  const changes = (at: number): boolean => diagram.entities[at]?.mark !== null;
  return [...near.filter(changes), ...near.filter((at) => !changes(at))];
}

function entityLines(entity: Entity, at: number, compares: boolean): string[] {
  const tail = [entity.kind === "table" ? null : entity.kind.replace("-", " "), entity.mark, entity.note]
    .filter((part) => part !== null)
    .join(", ");
  const was = entity.was === null ? "" : ` (was ${entity.was})`;
  const label = `${entity.name}${was}${tail === "" ? "" : ` · ${tail}`}`;
  const fields = shownFields(entity, compares);
  const hidden = entity.fields.length - fields.length;
  const lines = fields.map((field, index) => `    ${fieldLine(field, index)}`);
  if (hidden > 0) lines.push(`    and ${hidden}_more_columns`);
  return [
    `  e${at}["${labelText(label)}"]${lines.length === 0 ? "" : " {"}`,
    ...lines,
    ...(lines.length === 0 ? [] : ["  }"]),
  ];
}

/** An unchanged entity shows its name and key; a wide one shows its first columns. */
function shownFields(entity: Entity, compares: boolean): readonly Field[] {
  if (compares && entity.mark === null) return entity.fields.filter((field) => field.badges.includes("PK"));
  const notable = entity.fields.filter((field) => field.mark !== null || field.badges.length > 0);
  return entity.fields.length <= 30 ? entity.fields : notable.slice(0, 30);
}

/** The grammar takes only words: an unusual name goes into the comment in full. */
function fieldLine(field: Field, at: number): string {
  const name = /^[A-Za-z_][A-Za-z0-9_]*$/.test(field.name) ? field.name : `column_${at + 1}`;
  const type = typeWord(field.type);
  const badges = field.badges.length === 0 ? "" : ` ${field.badges.join(",")}`;
  const said = [
    name === field.name ? "" : field.name,
    field.nullable ? "null" : "",
    field.mark === null ? "" : markSaid(field.mark, field.was),
  ].filter((part) => part !== "");
  return `${type} ${name}${badges}${said.length === 0 ? "" : ` "${labelText(said.join(", "))}"`}`;
}

/** `VARCHAR(20)` as it is, `UNSIGNED BIG INT` with underscores, `DECIMAL(10,2)` as `DECIMAL(10_2)`. */
function typeWord(type: string): string {
  const word = type.replace(/[^A-Za-z0-9_()]+/g, "_").replace(/^[^A-Za-z]+/, "");
  return /^\w+(?:\(\w+\))?$/.test(word) ? word : word.replace(/\W+/g, "_") || "untyped";
}

function markSaid(mark: DiagramMark, was: string | null): string {
  switch (mark) {
    case "added":
      return "added";
    case "dropped":
      return "dropped";
    case "renamed":
      return `renamed, was ${was ?? ""}`;
    case "changed":
      return was === null ? "changed" : `changed, was ${was}`;
    default:
      return unreachable(mark);
  }
}

function relationLine(relation: Relation): string {
  const parent = relation.optional ? "|o" : "||";
  const child = relation.one ? "o|" : "o{";
  const line = relation.mark === "dropped" ? ".." : "--";
  const mark = relation.mark === null ? "" : ` (${relation.mark})`;
  return `  e${relation.parent} ${parent}${line}${child} e${relation.child} : "${labelText(relation.columns.join(", ") + mark)}"`;
}

/** Mermaid's own entity codes, so that quotes, angle brackets and comment signs cannot end a label. */
function labelText(text: string): string {
  const line = printable(text.replace(/[\x00-\x1f\x7f]+/g, " ").trim()) || "(blank)";
  return line.replace(/[#"<>&%{}\\`;]/g, (char) => `#${char.charCodeAt(0)};`);
}

import type { Diagram } from "./diagram.ts";
import { plural } from "../../words/numbers.ts";
import { listed } from "../number.ts";
import { oneLine } from "../width.ts";

/** What a diagram shows, in words: for screen readers, and for search. */
export function describeDiagram(diagram: Diagram): string {
  const tables = diagram.entities.filter((entity) => entity.kind === "table").length;
  const others = diagram.entities.length - tables;
  const size = [
    plural(tables, "table"),
    ...(others > 0 ? [`${plural(others, "view or virtual table", "views and virtual tables")}`] : []),
  ];
  const links = diagram.relations.slice(0, 200).map((one) => {
    const child = oneLine(diagram.entities[one.child]?.name ?? "");
    const parent = oneLine(diagram.entities[one.parent]?.name ?? "");
    return `${child}.${one.columns.map(oneLine).join(", ")} references ${parent}${one.mark === null ? "" : ` (${one.mark})`}.`;
  });
  const marked = diagram.entities
    .filter((entity) => entity.mark !== null)
    .map((one) => `${oneLine(one.name)} is ${one.mark}.`);
  const more =
    diagram.relations.length > links.length
      ? [`And ${plural(diagram.relations.length - links.length, "more reference")}.`]
      : [];
  return [`${listed(size)}, ${plural(diagram.relations.length, "reference")}.`, ...marked, ...links, ...more].join(" ");
}

export function describeEntity(diagram: Diagram, at: number): string {
  const entity = diagram.entities[at];
  if (entity === undefined) return "";
  const parents = diagram.relations
    .filter((one) => one.child === at)
    .map((one) => diagram.entities[one.parent]?.name ?? "");
  const children = diagram.relations
    .filter((one) => one.parent === at)
    .map((one) => diagram.entities[one.child]?.name ?? "");
  const said = [
    `${entity.kind.replace("-", " ")} ${oneLine(entity.name)}`,
    ...(entity.mark === null ? [] : [entity.was === null ? entity.mark : `renamed from ${oneLine(entity.was)}`]),
    ...(entity.note === null ? [] : [diagram.compares ? `changed: ${entity.note}` : entity.note]),
    ...(entity.fields.length === 0 ? [] : [plural(entity.fields.length, "column")]),
    ...(parents.length === 0 ? [] : [`references ${listed([...new Set(parents)].map(oneLine))}`]),
    ...(children.length === 0 ? [] : [`referenced by ${listed([...new Set(children)].map(oneLine))}`]),
  ];
  return said.join(", ");
}
